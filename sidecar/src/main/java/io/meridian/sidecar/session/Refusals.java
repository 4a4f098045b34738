package io.meridian.sidecar.session;

import io.meridian.bus.delivery.PublishResult;
import io.meridian.plugin.contract.proto.Refusal;

/** Refusals as numbers, for where nothing may be allocated: the contract's code with the sign changed. */
public final class Refusals {
    public static final int ACL_DENIED = -Refusal.Code.ACL_DENIED_VALUE;
    public static final int BACK_PRESSURED = -Refusal.Code.BACK_PRESSURED_VALUE;
    public static final int NOT_CONNECTED = -Refusal.Code.NOT_CONNECTED_VALUE;
    public static final int TOO_LARGE = -Refusal.Code.TOO_LARGE_VALUE;
    public static final int RATE_LIMITED = -Refusal.Code.RATE_LIMITED_VALUE;
    public static final int LATCHED = -Refusal.Code.LATCHED_VALUE;
    public static final int INVALID = -Refusal.Code.INVALID_VALUE;
    public static final int NO_SESSION = -Refusal.Code.NO_SESSION_VALUE;
    public static final int NOT_READY = -Refusal.Code.NOT_READY_VALUE;
    public static final int UNSUPPORTED = -Refusal.Code.UNSUPPORTED_VALUE;
    public static final int CLOSED = -Refusal.Code.CLOSED_VALUE;

    private Refusals() {}

    /** The contract's code of a negative result. */
    public static Refusal.Code code(long result) {
        Refusal.Code code = Refusal.Code.forNumber((int) -result);
        return code == null ? Refusal.Code.CODE_UNSPECIFIED : code;
    }

    /** A refusal with its text: what happened, why, and what to do next. */
    public static Refusal of(Refusal.Code code, String text) {
        return Refusal.newBuilder().setCode(code).setText(text).build();
    }

    /** The bus' result code as one of these; a positive result stays as it is. */
    public static long ofBus(long result) {
        if (result > 0) {
            return result;
        }
        return switch ((int) result) {
            case (int) PublishResult.BACK_PRESSURED -> BACK_PRESSURED;
            case (int) PublishResult.NOT_CONNECTED -> NOT_CONNECTED;
            case (int) PublishResult.DENIED -> ACL_DENIED;
            case (int) PublishResult.TOO_LARGE -> TOO_LARGE;
            default -> CLOSED;
        };
    }
}
