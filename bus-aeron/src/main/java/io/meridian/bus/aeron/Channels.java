package io.meridian.bus.aeron;

import static io.aeron.CommonContext.ALIAS_PARAM_NAME;
import static io.aeron.CommonContext.ENDPOINT_PARAM_NAME;
import static io.aeron.CommonContext.FLOW_CONTROL_PARAM_NAME;
import static io.aeron.CommonContext.IPC_CHANNEL;
import static io.aeron.CommonContext.MDC_CONTROL_MODE_PARAM_NAME;
import static io.aeron.CommonContext.MDC_CONTROL_PARAM_NAME;
import static io.aeron.CommonContext.MTU_LENGTH_PARAM_NAME;
import static io.aeron.CommonContext.SPARSE_PARAM_NAME;
import static io.aeron.CommonContext.TERM_LENGTH_PARAM_NAME;
import static io.aeron.CommonContext.TETHER_PARAM_NAME;
import static io.aeron.CommonContext.UNTETHERED_LINGER_TIMEOUT_PARAM_NAME;
import static io.aeron.CommonContext.UNTETHERED_RESTING_TIMEOUT_PARAM_NAME;
import static io.aeron.CommonContext.UNTETHERED_WINDOW_LIMIT_TIMEOUT_PARAM_NAME;

import io.aeron.ChannelUri;
import io.meridian.bus.delivery.Overflow;

/** Writes the channels of publications and subscriptions from the one channel setting. */
final class Channels {
    private static final String[] PUBLISHER_ONLY = {
        TERM_LENGTH_PARAM_NAME,
        MTU_LENGTH_PARAM_NAME,
        FLOW_CONTROL_PARAM_NAME,
        SPARSE_PARAM_NAME,
        "linger",
        "eos",
        "ssc",
        "pub-wnd",
        "so-sndbuf"
    };

    private final AeronOptions options;
    private final ChannelUri fast;

    Channels(AeronOptions options) {
        this.options = options;
        fast = ChannelUri.parse(options.channel());
    }

    /** Whether the fast profile stays in shared memory, where joining is exact. */
    boolean isFastIpc() {
        return fast.isIpc();
    }

    String fastPublication() {
        ChannelUri uri = ChannelUri.parse(options.channel());
        putAbsent(uri, TERM_LENGTH_PARAM_NAME, Integer.toString(options.termLength()));
        putAbsent(uri, SPARSE_PARAM_NAME, "false");
        if (uri.isIpc()) {
            putAbsent(uri, MTU_LENGTH_PARAM_NAME, Integer.toString(options.mtu()));
        } else if (uri.containsKey(MDC_CONTROL_PARAM_NAME)) {
            // The slowest receiver sets the pace; a lossy one is passed over by its own driver.
            putAbsent(uri, FLOW_CONTROL_PARAM_NAME, "min");
        }
        putAbsent(uri, UNTETHERED_WINDOW_LIMIT_TIMEOUT_PARAM_NAME, options.lossyStallNs() + "ns");
        putAbsent(uri, UNTETHERED_LINGER_TIMEOUT_PARAM_NAME, options.lossyStallNs() + "ns");
        putAbsent(uri, UNTETHERED_RESTING_TIMEOUT_PARAM_NAME, options.lossyRestNs() + "ns");
        return uri.toString();
    }

    String fastSubscription(Overflow overflow) {
        ChannelUri uri = ChannelUri.parse(options.channel());
        for (String name : PUBLISHER_ONLY) {
            uri.remove(name);
        }
        String control = uri.get(MDC_CONTROL_PARAM_NAME);
        if (control != null) {
            uri.put(MDC_CONTROL_MODE_PARAM_NAME, "dynamic");
            putAbsent(uri, ENDPOINT_PARAM_NAME, control.substring(0, control.lastIndexOf(':')) + ":0");
        }
        if (overflow == Overflow.LOSSY) {
            uri.put(TETHER_PARAM_NAME, "false");
        }
        return uri.toString();
    }

    /** The alias names the publisher, so that a reader puts the recordings of one publisher in order. */
    String durablePublication(String publisher) {
        ChannelUri uri = ChannelUri.parse(IPC_CHANNEL);
        uri.put(TERM_LENGTH_PARAM_NAME, Integer.toString(options.termLength()));
        uri.put(MTU_LENGTH_PARAM_NAME, Integer.toString(options.mtu()));
        uri.put(SPARSE_PARAM_NAME, "false");
        uri.put(ALIAS_PARAM_NAME, publisher);
        return uri.toString();
    }

    private static void putAbsent(ChannelUri uri, String name, String value) {
        if (!uri.containsKey(name)) {
            uri.put(name, value);
        }
    }
}
