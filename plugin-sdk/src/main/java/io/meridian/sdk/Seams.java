package io.meridian.sdk;

import io.meridian.plugin.contract.schema.HistoryTopics;
import io.meridian.sdk.event.Message;
import java.util.HashMap;
import java.util.Map;

/** The topics whose past is being joined to what comes live. */
final class Seams {
    private final Plugin plugin;
    private final PluginContext context;
    private final Map<String, Seam> open = new HashMap<>();

    Seams(Plugin plugin, PluginContext context) {
        this.plugin = plugin;
        this.context = context;
    }

    /** Whether a message that came live is not to be handled now. */
    boolean holds(Message message, MessageHandler handler) {
        Seam seam = open.get(message.topic());
        return seam != null && seam.holds(message, handler);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    History begin(String topic, Past past) {
        HistoryTopics.of(topic);
        if (past.toNs() != 0) {
            throw new IllegalArgumentException("toNs=" + past.toNs()
                    + ": a warm-up goes up to what comes live, so it has no end. Use history(...) for a past"
                    + " that ends");
        }
        if (context.profile(topic) == Profile.DURABLE) {
            throw new IllegalArgumentException("topic=" + topic + " is durable by the manifest, so the bus itself keeps"
                    + " its past: subscribe(topic, SubscribeOptions.DEFAULT.back(...))");
        }
        Seam before = open.get(topic);
        if (before != null) {
            before.close();
        }
        Seam seam = new Seam(plugin, context, topic, past, () -> open.remove(topic));
        open.put(topic, seam);
        seam.begin();
        return seam;
    }
}
