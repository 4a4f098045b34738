package io.meridian.manager.reconcile;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides what is to be done next, from how things are and nothing else. The sidecar is there before its plugin and after it; what was started from another
 * generation is replaced; a part that does not end when asked is killed.
 */
final class Decider {
    private final Duration drain;

    /** @param drain how long a part may take to end in good order */
    Decider(Duration drain) {
        this.drain = drain;
    }

    Decision decide(Situation is) {
        if (is.plugin() != null && !is.plugin().running()) {
            return bury(is, Step.BURY_PLUGIN, is.pluginIsWanted(), is.plugin().obituary());
        }
        if (is.pluginRuns() && !(is.shallRun() && is.pluginIsRight() && is.sidecarIsRight())) {
            return end(is, Step.STOP_PLUGIN, Step.KILL_PLUGIN, reasonToEnd(is));
        }
        if (is.sidecar() != null && !is.sidecar().running()) {
            return bury(
                    is, Step.BURY_SIDECAR, is.sidecarIsWanted(), is.sidecar().obituary());
        }
        if (is.sidecarRuns() && !is.pluginRuns() && !(is.shallRun() && is.sidecarIsRight())) {
            return end(is, Step.STOP_SIDECAR, Step.KILL_SIDECAR, reasonToEnd(is));
        }
        if (is.pluginRuns()) {
            return Decision.of(Step.NOTHING, Phase.RUNNING, "");
        }
        if (!is.shallRun()) {
            return Decision.of(Step.NOTHING, is.isQuarantined() ? Phase.QUARANTINED : Phase.STOPPED, "");
        }
        return start(is);
    }

    private static Decision start(Situation is) {
        if (is.now().isBefore(is.notBefore())) {
            return Decision.of(
                    Step.NOTHING,
                    Phase.BACKING_OFF,
                    "it is started again in "
                            + Math.max(
                                    1,
                                    Duration.between(is.now(), is.notBefore()).toSeconds()) + " s");
        }
        if (is.needs() != null) {
            return Decision.of(Step.NOTHING, Phase.WAITING, "it needs " + is.needs() + ", which is not ready");
        }
        if (!is.sidecarRuns()) {
            return Decision.of(Step.START_SIDECAR, Phase.STARTING, "");
        }
        return is.canTakePlugin()
                ? Decision.of(Step.START_PLUGIN, Phase.STARTING, "")
                : Decision.of(Step.NOTHING, Phase.STARTING, "its sidecar is not ready to take it");
    }

    /** An end that was asked for is no crash; nor is that of a part that was to be replaced. */
    private static Decision bury(Situation is, Step step, boolean isWanted, String obituary) {
        boolean isCrash = isWanted && is.stopAskedAt() == null;
        return new Decision(step, is.shallRun() ? Phase.STARTING : Phase.STOPPING, isCrash, obituary);
    }

    private Decision end(Situation is, Step stop, Step kill, String why) {
        Instant asked = is.stopAskedAt();
        if (asked == null) {
            return Decision.of(stop, Phase.STOPPING, why);
        }
        return is.now().isBefore(asked.plus(drain))
                ? Decision.of(Step.NOTHING, Phase.STOPPING, why)
                : Decision.of(kill, Phase.STOPPING, "it did not end within " + drain.toSeconds() + " s");
    }

    private static String reasonToEnd(Situation is) {
        if (!is.shallRun()) {
            return is.isQuarantined() ? "it is in quarantine" : "it shall not run";
        }
        if (!is.sidecarRuns()) {
            return "its sidecar is gone";
        }
        return "it is replaced";
    }
}
