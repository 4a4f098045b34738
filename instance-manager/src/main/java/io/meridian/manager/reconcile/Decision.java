package io.meridian.manager.reconcile;

/**
 * What is to be done next, and how it looks for a person.
 *
 * @param isCrash for a burial: whether the end was not wanted
 * @param why in words, may be empty
 */
record Decision(Step step, Phase phase, boolean isCrash, String why) {
    static Decision of(Step step, Phase phase, String why) {
        return new Decision(step, phase, false, why);
    }
}
