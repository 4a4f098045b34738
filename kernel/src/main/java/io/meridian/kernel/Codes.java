package io.meridian.kernel;

/** Values of enums of the trading schema, which begin at 1. */
final class Codes {
    private Codes() {}

    static boolean isKnown(int code, int last) {
        return code >= 1 && code <= last;
    }
}
