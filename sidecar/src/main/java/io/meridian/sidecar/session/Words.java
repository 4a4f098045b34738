package io.meridian.sidecar.session;

/** Says in words why a publish was refused. */
final class Words {
    private Words() {}

    static String why(long code, Guard guard) {
        return switch ((int) code) {
            case Refusals.INVALID -> "was never resolved in this session: ask for its handle first";
            case Refusals.NOT_CONNECTED ->
                "cannot be published on just now: the bus is away. Fast messages are not kept; publish again later";
            case Refusals.TOO_LARGE ->
                "takes at most " + guard.bus.capabilities().maxPayload() + " bytes a message on this engine";
            case Refusals.NO_SESSION -> "cannot be published on: the session is over or leaving; attach again";
            case Refusals.CLOSED -> "cannot be published on: the sidecar is closing";
            case Refusals.BACK_PRESSURED -> "has no room just now; try again soon";
            default -> "was refused";
        };
    }
}
