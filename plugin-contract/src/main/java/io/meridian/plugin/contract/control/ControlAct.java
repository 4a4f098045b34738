package io.meridian.plugin.contract.control;

import io.meridian.plugin.contract.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that was done to the platform, by a person or by one of its parts. It travels as JSON on the durable topic
 * {@code platform.control.act.TELLER}: who tells of it is whose doing it was, or who saw it. Each part is a text, and is left out when it is empty.
 *
 * @param act what was done, such as {@code LATCHED}
 * @param by who did it, as he is called: a person's name stands here and nowhere else
 * @param osUser whom the operating system says that is
 * @param on what it was done to
 * @param before how that was before
 * @param after how it is now, or what was answered
 * @param why the reason that was given
 * @param detail what was asked for in full
 */
public record ControlAct(
        String act, String by, String osUser, String on, String before, String after, String why, String detail) {
    /** The content type of its messages. */
    public static final String CONTENT_TYPE = "application/json";
    /** In its JSON the name of who did it. */
    public static final String BY = "by";
    /** In its JSON the user of the operating system. */
    public static final String OS_USER = "os_user";

    /** A plugin attached to its sidecar; afterwards its messages have the number that follows {@link #SOURCE}. */
    public static final String PLUGIN_ATTACHED = "PLUGIN_ATTACHED";
    /** What stands before the number. */
    public static final String SOURCE = "source ";

    private static final int LONGEST = 8_000;

    /** One of which nothing else is known yet. */
    public static ControlAct of(String act) {
        return new ControlAct(act, "", "", "", "", "", "", "");
    }

    public ControlAct by(String who) {
        return new ControlAct(act, who, osUser, on, before, after, why, detail);
    }

    public ControlAct osUser(String user) {
        return new ControlAct(act, by, user, on, before, after, why, detail);
    }

    public ControlAct on(String what) {
        return new ControlAct(act, by, osUser, what, before, after, why, detail);
    }

    public ControlAct change(String from, String to) {
        return new ControlAct(act, by, osUser, on, from, to, why, detail);
    }

    public ControlAct why(String reason) {
        return new ControlAct(act, by, osUser, on, before, after, reason, detail);
    }

    public ControlAct detail(String all) {
        return new ControlAct(act, by, osUser, on, before, after, why, all);
    }

    /** As it travels. */
    public byte[] encode(Instant at) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("act", act);
        parts.put("at", at.toString());
        parts.put(BY, by);
        parts.put(OS_USER, osUser);
        parts.put("on", on);
        parts.put("before", before);
        parts.put("after", after);
        parts.put("why", why);
        parts.put("detail", detail);
        StringBuilder json = new StringBuilder(256);
        parts.forEach((name, value) -> {
            if (!value.isEmpty()) {
                JsonText.quote(json.append(json.isEmpty() ? '{' : ','), name).append(':');
                JsonText.quote(json, value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…");
            }
        });
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
