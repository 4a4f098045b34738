package io.meridian.cluster.history;

/**
 * What one client did with a register, and what it saw.
 *
 * @param kind what it did
 * @param wanted what it wanted to write; for a read nothing
 * @param expected what it thought the register was; for a conditional write only
 * @param seen what a read saw
 * @param ending how it ended
 * @param beganNs when it was asked
 * @param endedNs when it was answered; for one whose ending is unknown, never
 */
public record Operation(
        Kind kind, String wanted, String expected, String seen, Ending ending, long beganNs, long endedNs) {
    public enum Kind {
        READ,
        WRITE,
        /** Writes if the register is what was expected. */
        CONDITIONAL
    }

    public enum Ending {
        DONE,
        /** The register was not what was expected. */
        REFUSED,
        /** It may have been done, at any time since. */
        UNKNOWN
    }

    public static Operation read(String seen, long beganNs, long endedNs) {
        return new Operation(Kind.READ, "", "", seen, Ending.DONE, beganNs, endedNs);
    }

    public static Operation write(String wanted, Ending ending, long beganNs, long endedNs) {
        return new Operation(Kind.WRITE, wanted, "", "", ending, beganNs, unlessUnknown(ending, endedNs));
    }

    public static Operation conditional(String expected, String wanted, Ending ending, long beganNs, long endedNs) {
        return new Operation(Kind.CONDITIONAL, wanted, expected, "", ending, beganNs, unlessUnknown(ending, endedNs));
    }

    private static long unlessUnknown(Ending ending, long endedNs) {
        return ending == Ending.UNKNOWN ? Long.MAX_VALUE : endedNs;
    }

    /** What the register is after it, or null: it cannot come here. */
    String after(String before) {
        return switch (kind) {
            case READ -> before.equals(seen) ? before : null;
            case WRITE -> wanted;
            case CONDITIONAL ->
                switch (ending) {
                    case DONE -> before.equals(expected) ? wanted : null;
                    case REFUSED -> before.equals(expected) ? null : before;
                    case UNKNOWN -> before.equals(expected) ? wanted : before;
                };
        };
    }
}
