package io.meridian.manager.health;

import io.meridian.manager.grants.MissingGrants;
import io.meridian.manager.reconcile.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes one judgement of what the runtime, the sidecar and the latch say: the worst of them, with all reasons. */
final class Judge {
    private static final Duration LONG_START = Duration.ofSeconds(60);
    private static final Duration LONG_SILENCE = Duration.ofSeconds(5);

    private Judge() {}

    /** A judgement. */
    record Verdict(Level level, List<String> reasons, List<MissingGrants.Missing> missing) {}

    /**
     * @param answer of its sidecar, or null when it was not asked yet
     * @param missing what its manifest asks for and no grant in force allows
     */
    static Verdict of(InstanceState state, SidecarAnswer answer, List<MissingGrants.Missing> missing, Instant now) {
        List<String> reasons = new ArrayList<>();
        if (!state.why().isEmpty()) {
            reasons.add(state.why());
        }
        Level level = switch (state.phase()) {
            case STOPPED -> Level.STOPPED;
            case QUARANTINED, BACKING_OFF -> Level.FAILED;
            case WAITING, STARTING, STOPPING -> {
                boolean isLong = state.since().plus(LONG_START).isBefore(now);
                if (isLong) {
                    reasons.add("it has been " + state.phase().name().toLowerCase(java.util.Locale.ROOT) + " for "
                            + Duration.between(state.since(), now).toSeconds() + " s");
                }
                yield isLong ? Level.DEGRADED : Level.STARTING;
            }
            case RUNNING -> granted(running(state, answer, now, reasons), missing, reasons);
        };
        if (state.phase() == io.meridian.manager.reconcile.Phase.STARTING && answer != null) {
            reasons.addAll(answer.reasons());
        }
        return new Verdict(level, reasons, missing);
    }

    private static Level granted(Level level, List<MissingGrants.Missing> missing, List<String> reasons) {
        missing.forEach(each -> reasons.add(each.text()));
        return missing.isEmpty() ? level : worst(level, Level.DEGRADED);
    }

    private static Level running(InstanceState state, SidecarAnswer answer, Instant now, List<String> reasons) {
        if (answer == null) {
            return Level.STARTING;
        }
        if (answer.isSilent()) {
            reasons.add("its sidecar does not answer: " + answer.failure());
            if (answer.heardAt().plus(LONG_SILENCE).isBefore(now)) {
                return Level.FAILED;
            }
            // One that has just been started may not have its socket yet.
            return state.since().plus(LONG_SILENCE).isBefore(now) ? Level.DEGRADED : Level.STARTING;
        }
        reasons.addAll(answer.reasons());
        Level level = switch (answer.state()) {
            case "READY" -> Level.OK;
            case "FAULTED", "STOPPED" -> Level.FAILED;
            case "STARTING", "RECOVERING" -> Level.STARTING;
            default -> Level.DEGRADED;
        };
        if (!answer.attached()) {
            boolean isLong = state.since().plus(LONG_SILENCE).isBefore(now);
            reasons.add("its plugin is not attached to its sidecar");
            level = worst(level, isLong ? Level.DEGRADED : Level.STARTING);
        }
        if (answer.latched()) {
            reasons.add("its orders are stopped by " + answer.latchedBy() + ": " + answer.latchReason());
            level = worst(level, Level.DEGRADED);
        }
        return level;
    }

    private static Level worst(Level one, Level other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
