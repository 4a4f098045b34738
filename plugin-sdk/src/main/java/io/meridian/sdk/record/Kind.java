package io.meridian.sdk.record;

import java.util.Arrays;
import java.util.List;

/** What an entry tells of. First come the inputs, each of which is followed by the outputs it led to. */
public enum Kind {
    /** A plugin was made and is to start; its numbers (subscriptions, timers, requests) begin anew. */
    STARTED(
            1,
            "plugin:text version:text class:text manifest:text instance:text deployment:text settings:map"
                    + " hasState:number stateVersion:number state:bytes"),
    /** A message: {@code frame} is as it came from the sidecar. */
    DELIVERED(2, "subscription:number historical:number topic:text frame:bytes"),
    FIRED(3, "timer:number"),
    /** The answer to a request; {@code code} is empty when it is one, else why there is none. */
    REPLIED(
            4,
            "request:number action:text topic:text code:text text:text rule:text howToAsk:text schemaId:number"
                    + " schemaVersion:number payload:bytes"),
    /** A request for the plugin to answer. */
    ASKED(5, "responder:number request:number topic:text frame:bytes"),
    NOTICED(6, "notice:text pattern:text topic:text count:number text:text"),
    REFUSED(7, "action:text topic:text tag:number code:text text:text rule:text howToAsk:text"),
    SETTINGS(8, "settings:map"),
    GRANTS(9, "latched:number"),
    /** A task that was handed over: the plugin's own by its number, one of another thread as -1. */
    TASK(10, "task:number"),
    /** It was asked how it is. */
    HEALTH(11, ""),
    /** It was asked for its state. */
    SAVE(12, ""),
    STOP(13, ""),
    /** The sidecar was lost; the instance ends. */
    LOST(14, "why:text"),
    /** The recording was ended in good order. */
    ENDED(15, ""),

    /** A message that the sidecar's ring took; {@code tag} is what publishing returned. */
    PUBLISHED(
            33,
            "topic:text schemaId:number schemaVersion:number tag:number eventTime:number correlation:number"
                    + " payload:bytes"),
    /** A message that was not taken; {@code code} is what publishing returned. */
    NOT_TAKEN(34, "topic:text schemaId:number schemaVersion:number length:number code:number"),
    /** Room that was claimed and given back. */
    ABORTED(35, "topic:text schemaId:number schemaVersion:number length:number tag:number"),
    SUBSCRIBED(
            36,
            "subscription:number pattern:text profile:text name:text group:text fromNs:number backNs:number"
                    + " earliest:number lossless:number ownHandler:number"),
    /** Of a subscription: {@code paused}, {@code resumed} or {@code closed}. */
    CHANGED(37, "subscription:number change:text"),
    REQUESTED(38, "request:number topic:text schemaId:number schemaVersion:number timeoutNs:number payload:bytes"),
    RESPONDS(39, "responder:number pattern:text group:text"),
    ANSWERED(40, "request:number schemaId:number schemaVersion:number payload:bytes"),
    TIMER_SET(41, "timer:number name:text dueNs:number periodNs:number"),
    TIMER_CANCELLED(42, "timer:number"),
    /** It handed a task over to itself. */
    EXECUTED(43, "task:number"),
    /** It waited for room to publish; whether to try again. */
    WAITED(44, "again:number"),
    /** It looked whether a publisher or subscription is open, or live, and saw this. */
    LOOKED(45, "what:text of:text seen:number"),
    /** A message is to be delivered again, or is a dead letter. */
    SETTLED(46, "outcome:text reason:text"),
    THREW(47, "error:text text:text"),
    IS(48, "health:text reason:text"),
    SAVED(49, "stateVersion:number state:bytes"),
    /** Something happened that a replay cannot repeat. */
    UNREPEATABLE(50, "why:text");

    private static final int FIRST_OUTPUT = 33;
    private static final Kind[] BY_CODE = new Kind[64];

    static {
        for (Kind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final int code;
    private final List<Field> fields;

    Kind(int code, String fields) {
        this.code = code;
        this.fields = fields.isEmpty()
                ? List.of()
                : Arrays.stream(fields.split(" ")).map(Kind::field).toList();
    }

    private static Field field(String text) {
        int colon = text.indexOf(':');
        return new Field(
                text.substring(0, colon),
                Field.Type.valueOf(text.substring(colon + 1).toUpperCase(java.util.Locale.ROOT)));
    }

    /** As in the file. */
    int code() {
        return code;
    }

    /** Null when there is none. */
    static Kind of(int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }

    public List<Field> fields() {
        return fields;
    }

    /** Whether the plugin saw it; else it said or did it. */
    public boolean isInput() {
        return code < FIRST_OUTPUT;
    }

    /** Where a field is. */
    int index(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("field=" + name + " is none of kind=" + this);
    }
}
