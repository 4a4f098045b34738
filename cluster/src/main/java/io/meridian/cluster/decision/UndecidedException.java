package io.meridian.cluster.decision;

/**
 * It is not known whether something was decided: nobody could say it in time. It may still be decided, once; look at the register before asking for something else.
 */
public final class UndecidedException extends Exception {
    public UndecidedException(String why) {
        super("not decided in time: " + why);
    }
}
