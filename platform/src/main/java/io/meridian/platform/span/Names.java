package io.meridian.platform.span;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meridian.audit.record.RecordedMessage;
import io.meridian.bus.report.DeliveryReport;
import io.meridian.plugin.contract.control.ControlAct;
import io.meridian.plugin.contract.schema.TopicTemplate;
import java.io.IOException;
import java.util.Map;

/** Whose number is whose: a message has the number of its publisher, and what instances tell of themselves has their names as well. For one thread. */
final class Names {
    private static final String ACTS = TopicTemplate.ACT.pattern().replace("*", "");
    private static final int MOST = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Integer, String> names = new Bounded<>(MOST);

    /** Learns from what is told of an instance. */
    void learn(RecordedMessage message, String topic) {
        if (topic.startsWith(DeliveryReport.TOPIC)) {
            names.put(message.envelope().source(), topic.substring(DeliveryReport.TOPIC.length()));
        } else if (topic.startsWith(ACTS)) {
            String teller = topic.substring(ACTS.length());
            names.put(message.envelope().source(), teller);
            // A sidecar tells over a connection of its own, and says which number its plugin's messages have.
            Integer number = attached(message.payload());
            if (number != null) {
                names.put(number, teller);
            }
        }
    }

    /** @return null: it tells of no number */
    private static Integer attached(byte[] payload) {
        try {
            JsonNode act = JSON.readTree(payload);
            String after = act.path("after").asText();
            return act.path("act").asText().equals(ControlAct.PLUGIN_ATTACHED)
                            && after.matches(ControlAct.SOURCE + "\\d+")
                    ? Integer.parseUnsignedInt(after.substring(ControlAct.SOURCE.length()))
                    : null;
        } catch (IOException | NumberFormatException other) {
            // Whoever is granted the topic writes there what he likes: it only names nobody.
            return null;
        }
    }

    String of(int source) {
        return names.getOrDefault(source, "source-" + Integer.toUnsignedString(source));
    }
}
