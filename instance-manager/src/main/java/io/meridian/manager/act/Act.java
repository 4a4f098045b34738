package io.meridian.manager.act;

import java.time.Instant;

/**
 * Something that was done.
 *
 * @param action such as {@code instance.start}
 * @param object what it was done to
 * @param before how it was, or null
 * @param after how it is now, or null
 * @param why in the words of who did it, may be empty
 */
public record Act(
        String id, Instant at, String who, String action, String object, String before, String after, String why) {}
