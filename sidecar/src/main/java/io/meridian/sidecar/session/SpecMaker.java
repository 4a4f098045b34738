package io.meridian.sidecar.session;

import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Overflow;
import io.meridian.plugin.contract.proto.Profile;

/** Turns what a plugin asks for into what the bus is asked for. */
final class SpecMaker {
    private static final String JOINT = "__";
    private static final long RETRY_DELAY_NS = 100_000_000L;

    private SpecMaker() {}

    static boolean isDurable(Open open) {
        return open.getProfile() == Profile.DURABLE;
    }

    /**
     * The name on the bus, which is the instance's own.
     *
     * @throws IllegalArgumentException when it could be taken for another instance's
     */
    static String busName(String instance, String name) {
        if (name.contains(JOINT) || name.startsWith("_")) {
            throw new IllegalArgumentException(
                    "name=" + name + ": a subscription's name neither begins with '_' nor has '__' in it");
        }
        return instance + JOINT + name;
    }

    /** @throws IllegalArgumentException when it makes no sense */
    static SubscriptionSpec spec(Open open, String instance, int unconfirmed, int attempts) {
        TopicPattern pattern = TopicPattern.of(open.getPattern());
        boolean named = !open.getName().isEmpty();
        boolean grouped = !open.getGroup().isEmpty();
        SubscriptionSpec spec;
        if (isDurable(open)) {
            spec = SubscriptionSpec.durable(pattern)
                    .maxInFlight(unconfirmed)
                    .retry(attempts, RETRY_DELAY_NS)
                    .from(start(open));
            if (open.getOverflow() == Overflow.LOSSY) {
                throw new IllegalArgumentException(
                        "overflow=LOSSY: a durable subscription loses nothing; ask for the fast profile");
            }
        } else {
            spec = SubscriptionSpec.fast(pattern).from(start(open));
            if (open.getOverflow() == Overflow.LOSSLESS) {
                spec = spec.lossless();
            }
        }
        if (grouped) {
            return spec.group(open.getGroup());
        }
        return named ? spec.named(busName(instance, open.getName())) : spec;
    }

    private static StartAt start(Open open) {
        return switch (open.getBegin()) {
            case EARLIEST -> StartAt.EARLIEST;
            case SEQUENCE -> StartAt.sequence(open.getBeginAt());
            case TIME -> StartAt.time(open.getBeginAt());
            case LATEST, START_UNSPECIFIED -> StartAt.LATEST;
            case UNRECOGNIZED -> throw new IllegalArgumentException("begin=" + open.getBeginValue() + " is unknown");
        };
    }
}
