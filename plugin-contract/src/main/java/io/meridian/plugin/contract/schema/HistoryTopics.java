package io.meridian.plugin.contract.schema;

import java.util.Optional;
import java.util.Set;

/**
 * Where the past of a topic of market data is asked for: on a topic of its own, so that grants decide by topic who may ask for what. It lies outside of
 * {@code platform.data}, so that nobody who may hear data hears questions, or answers them.
 */
public final class HistoryTopics {
    private static final String DATA = "platform.data.";
    private static final String HISTORY = "platform.history.";
    private static final Set<TopicTemplate> KEPT = Set.of(TopicTemplate.QUOTE, TopicTemplate.TRADE, TopicTemplate.BAR);

    private HistoryTopics() {}

    /**
     * Where to ask for the past of a topic.
     *
     * @throws IllegalArgumentException when its past is not kept
     */
    public static String of(String dataTopic) {
        if (!isKept(dataTopic)) {
            throw new IllegalArgumentException(
                    "topic=" + dataTopic + " has no history: only quotes, trades and bars are"
                            + " kept. Name one topic, without wildcards, as in platform.data.bar.XNAS.AAPL");
        }
        return HISTORY + dataTopic.substring(DATA.length());
    }

    private static boolean isKept(String topic) {
        return TopicTemplate.of(topic).filter(KEPT::contains).isPresent();
    }

    /** The topic of data whose past is asked for on a topic; empty when it is no such topic. */
    public static Optional<String> dataOf(String historyTopic) {
        if (!historyTopic.startsWith(HISTORY)) {
            return Optional.empty();
        }
        String data = DATA + historyTopic.substring(HISTORY.length());
        return isKept(data) ? Optional.of(data) : Optional.empty();
    }

    /** Whether a topic is one to ask for the past on, or would be if there were such data. */
    public static boolean isHistory(String topic) {
        return topic.startsWith(HISTORY);
    }

    /** What must be requested by one who reads the past of the topics of a pattern; empty when it is no pattern of data. */
    public static Optional<String> pattern(String dataPattern) {
        return dataPattern.startsWith(DATA)
                ? Optional.of(HISTORY + dataPattern.substring(DATA.length()))
                : Optional.empty();
    }
}
