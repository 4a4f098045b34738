package io.meridian.sidecar.assembly;

import io.meridian.plugin.contract.text.JsonText;
import io.meridian.sidecar.Sidecar;
import io.meridian.sidecar.SidecarState;
import io.meridian.sidecar.SidecarStatus;
import io.meridian.sidecar.control.LatchState;
import io.meridian.sidecar.grants.Shadow;
import io.meridian.sidecar.health.HealthView;
import io.meridian.sidecar.metrics.PrometheusText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;

/** What the health endpoints say of a sidecar. */
final class SidecarHealth implements HealthView {
    private static final long STUCK_NS = 5_000_000_000L;
    private static final Answer STARTING =
            new Answer(false, SidecarState.STARTING.name(), List.of("It connects to the bus."));

    private final Supplier<Sidecar> sidecar;
    private final PrometheusText text;
    private final NanoClock clock;

    /** @param sidecar gives null until it is started */
    SidecarHealth(Supplier<Sidecar> sidecar, PrometheusText text, NanoClock clock) {
        this.sidecar = sidecar;
        this.text = text;
        this.clock = clock;
    }

    @Override
    public Answer live() {
        Sidecar asked = sidecar.get();
        if (asked == null) {
            return new Answer(true, STARTING.state(), STARTING.reasons());
        }
        SidecarStatus status = asked.status();
        long stuckNs = clock.nanoTime() - asked.loop().turnedNs();
        List<String> reasons = new ArrayList<>(status.reasons());
        boolean turns = stuckNs < STUCK_NS || status.state() == SidecarState.DRAINING;
        if (!turns) {
            reasons.add("Its loop has not turned for " + stuckNs / 1_000_000 + " ms. Restart it, with a thread dump.");
        }
        boolean works = status.state() != SidecarState.FAULTED && status.state() != SidecarState.STOPPED;
        return new Answer(turns && works, status.state().name(), reasons);
    }

    /** All of it on one line, for the control socket: works while HTTP does not. */
    String line(LatchState latch) {
        Sidecar asked = sidecar.get();
        SidecarStatus status = asked == null ? null : asked.status();
        return "{\"state\":"
                + JsonText.quoted(
                        status == null ? STARTING.state() : status.state().name())
                + ",\"attached\":" + (status != null && status.attached())
                + ",\"latched\":" + latch.isSet()
                + ",\"latchedBy\":" + JsonText.quoted(latch.isSet() ? latch.by() : "")
                + ",\"latchReason\":" + JsonText.quoted(latch.isSet() ? latch.reason() : "")
                + ",\"reasons\":" + JsonText.array(status == null ? STARTING.reasons() : status.reasons())
                + "}";
    }

    @Override
    public Answer ready() {
        return answer(SidecarState.READY, SidecarState.DEGRADED);
    }

    @Override
    public Answer started() {
        return answer(SidecarState.READY, SidecarState.DEGRADED, SidecarState.RECOVERING, SidecarState.DRAINING);
    }

    private Answer answer(SidecarState... good) {
        Sidecar asked = sidecar.get();
        if (asked == null) {
            return STARTING;
        }
        SidecarStatus status = asked.status();
        List<String> reasons = new ArrayList<>(status.reasons());
        if (!status.attached()) {
            reasons.add("No plugin is attached.");
        }
        return new Answer(List.of(good).contains(status.state()), status.state().name(), reasons);
    }

    @Override
    public String metrics() {
        return text.scrape();
    }

    @Override
    public String shadow() {
        Sidecar asked = sidecar.get();
        StringBuilder json = new StringBuilder("{\"wouldDeny\":[");
        if (asked != null) {
            String comma = "";
            for (Shadow.Counted counted : asked.shadow().counted()) {
                // Neither an action nor a pattern has a character in it that JSON would want escaped.
                json.append(comma)
                        .append("{\"action\":\"")
                        .append(counted.action())
                        .append("\",\"pattern\":\"")
                        .append(counted.pattern())
                        .append("\",\"count\":")
                        .append(counted.count())
                        .append('}');
                comma = ",";
            }
        }
        return json.append("],\"beyond\":")
                .append(asked == null ? 0 : asked.shadow().beyond())
                .append('}')
                .toString();
    }
}
