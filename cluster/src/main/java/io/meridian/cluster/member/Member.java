package io.meridian.cluster.member;

import java.time.Instant;

/**
 * One node, as another sees it.
 *
 * @param name what it is called
 * @param isSeed whether it is one of those that decide
 * @param since how long it is in this state
 * @param silentMs how long it has said nothing; 0 for the node itself
 * @param phi how unusual that is
 */
public record Member(
        String name, boolean isSelf, boolean isSeed, MemberState state, Instant since, long silentMs, double phi) {}
