package io.meridian.sdk;

/** Why the sidecar refused something. The names are those of the contract. */
public enum RefusalCode {
    UNKNOWN,
    ACL_DENIED,
    BACK_PRESSURED,
    NOT_CONNECTED,
    TOO_LARGE,
    RATE_LIMITED,
    LATCHED,
    INVALID,
    NO_SESSION,
    TOKEN_REFUSED,
    ALREADY_ATTACHED,
    NOT_READY,
    TIMED_OUT,
    NO_RESPONDER,
    UNSUPPORTED,
    CLOSED;

    private static final RefusalCode[] BY_NUMBER = values();

    /** By the number of the contract. */
    public static RefusalCode of(int number) {
        return number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
    }
}
