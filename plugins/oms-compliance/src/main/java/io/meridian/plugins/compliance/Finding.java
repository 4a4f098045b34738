package io.meridian.plugins.compliance;

/**
 * What the policy says of an order.
 *
 * @param text for people: what is wrong and what to do; empty when it may trade
 */
record Finding(Verdict verdict, String text) {
    static final Finding PASS = new Finding(Verdict.PASS, "");

    enum Verdict {
        PASS,
        /** Something is not so yet; it is looked at again. */
        WAIT,
        /** A person decides. */
        ASK,
        REFUSE
    }

    static Finding waits(String text) {
        return new Finding(Verdict.WAIT, text);
    }

    static Finding asks(String text) {
        return new Finding(Verdict.ASK, text);
    }

    static Finding refuse(String text) {
        return new Finding(Verdict.REFUSE, text);
    }
}
