package io.meridian.plugin.contract.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The platform's topics: what each is called, what travels on it, and whether it must survive a crash. Names are without a
 * deployment; the sidecar puts that in front.
 *
 * <p>A part in braces stands for one segment: {@link #topic} fills it in, {@link #pattern} may leave a {@code *} there.
 */
public enum TopicTemplate {
    INSTRUMENT("platform.data.instrument.{venue}.{symbol}", false, "Instrument"),
    QUOTE("platform.data.quote.{venue}.{symbol}", false, "Quote"),
    TRADE("platform.data.trade.{venue}.{symbol}", false, "Trade"),
    BAR("platform.data.bar.{venue}.{symbol}", false, "Bar"),
    BOOK("platform.data.book.{venue}.{symbol}", false, "BookUpdate", "BookSnapshot"),
    STATUS("platform.data.status.{venue}.{symbol}", false, "InstrumentStatus"),
    /** Requests for the past of a topic of data; see {@link HistoryTopics}. */
    HISTORY("platform.history.{kind}.{venue}.{symbol}", false, "HistoryRequest", "HistoryPage"),
    INSIGHT("platform.signal.insight.{model}.{symbol}", false, "Insight"),
    TARGET("platform.portfolio.target.{portfolio}", true, "TargetWeights", "TargetPosition"),
    OMS_COMMAND("platform.oms.command.{portfolio}", true, "NewOrder", "ModifyOrder", "CancelOrder"),
    OMS_REVIEW("platform.oms.review.{portfolio}", true, "NewOrder", "ModifyOrder"),
    OMS_REPORT("platform.oms.report.{portfolio}", true, "OrderEvent", "Allocation"),
    OMS_EVENT(
            "platform.oms.event.{portfolio}",
            true,
            "OrderEvent",
            "Placement",
            "Fill",
            "RiskEvent",
            "Allocation",
            "Position",
            "Cash"),
    /** The days on which nothing settles at a venue, each time that the kernel was told of some. */
    CALENDAR("platform.oms.calendar.{venue}", true, "Calendar"),
    EMS_COMMAND("platform.ems.command.{portfolio}", true, "NewOrder", "ModifyOrder", "CancelOrder"),
    EMS_EVENT("platform.ems.event.{portfolio}", true, "Placement", "OrderEvent", "Fill"),
    CCM_COMMAND("platform.ccm.{venue}.command", true, "NewOrder", "ModifyOrder", "CancelOrder"),
    CCM_EVENT("platform.ccm.{venue}.event", true, "OrderEvent", "Fill"),
    CCM_SESSION("platform.ccm.{venue}.session", true, "SessionStatus"),
    POSITION("platform.bor.position.{portfolio}", true, "Position"),
    CASH("platform.bor.cash.{portfolio}", true, "Cash"),
    NAV("platform.bor.nav.{portfolio}", true, "NetAssetValue"),
    GRANTS("platform.control.grants.{instance}", true, "ControlEvent"),
    LIFECYCLE("platform.control.lifecycle.{instance}", true, "ControlEvent"),
    HEARTBEAT("platform.control.heartbeat.{instance}", true),
    KILL("platform.control.kill", true, "ControlEvent"),
    /** What the instance manager tells sidecars to stop, again and again while it holds. */
    SIDECAR_KILL("platform.kill.sidecars", false, "ControlEvent"),
    /** What was done, as JSON: see {@link io.meridian.plugin.contract.control.ControlAct}. */
    ACT("platform.control.act.{teller}", true),
    STORE("platform.control.store.{question}", true),
    /** A copy of the files of an audit log, by its id. */
    AUDIT("platform.control.audit.{log}", true),
    TELEMETRY("platform.telemetry.{instance}", false),
    DESK(
            "platform.control.desk.{person}",
            true,
            "RiskLimit",
            "ControlEvent",
            "CashMovement",
            "CorporateAction",
            "BookSettings",
            "BusinessDay",
            "Calendar",
            "NewOrder",
            "ModifyOrder",
            "CancelOrder",
            "OrderEvent",
            "Allocation");

    /** What a topic is counted under when it belongs to no template. */
    public static final String OTHER = "other";

    private static final String DEAD_LETTER = "dlq.";
    private static final TopicTemplate[] ALL = values();

    private final String template;
    private final String[] segments;
    private final List<String> places;
    private final boolean durable;
    private final List<String> messages;

    TopicTemplate(String template, boolean durable, String... messages) {
        this.template = template;
        segments = template.split("\\.");
        places = Arrays.stream(segments)
                .filter(TopicTemplate::isPlace)
                .map(segment -> segment.substring(1, segment.length() - 1))
                .toList();
        this.durable = durable;
        this.messages = List.of(messages);
    }

    private static boolean isPlace(String segment) {
        return segment.charAt(0) == '{';
    }

    /** With the places in braces. Few and fixed, so it can name a figure where a topic could not. */
    public String template() {
        return template;
    }

    /** The names of the places, in order. */
    public List<String> places() {
        return places;
    }

    /** Whether its messages are stored. */
    public boolean isDurable() {
        return durable;
    }

    /** The messages of the trading schema that travel on it; none where others do, as {@code telemetry.proto} tells. */
    public List<String> messages() {
        return messages;
    }

    /**
     * A topic.
     *
     * @param values one for each place, of {@code A-Z a-z 0-9 _ -}
     * @throws IllegalArgumentException when there are more or fewer, or one is no segment of a topic
     */
    public String topic(String... values) {
        return filled(false, values);
    }

    /** A pattern: as {@link #topic}, but a value may be {@code *}. */
    public String pattern(String... values) {
        return filled(true, values);
    }

    /** The pattern of all its topics. */
    public String pattern() {
        String[] any = new String[places.size()];
        Arrays.fill(any, "*");
        return filled(true, any);
    }

    private String filled(boolean wildcards, String... values) {
        if (values.length != places.size()) {
            throw new IllegalArgumentException(
                    "topic=" + template + " takes values=" + places.size() + ", given=" + values.length);
        }
        StringBuilder name = new StringBuilder(64);
        int place = 0;
        for (String segment : segments) {
            if (!name.isEmpty()) {
                name.append('.');
            }
            if (isPlace(segment)) {
                String value = values[place];
                if (!(wildcards && "*".equals(value) || isSegment(value))) {
                    throw new IllegalArgumentException(places.get(place) + "=" + value + " is no segment of a topic:"
                            + " one or more of A-Z a-z 0-9 _ -" + (wildcards ? ", or *" : ""));
                }
                name.append(value);
                place++;
            } else {
                name.append(segment);
            }
        }
        if (name.length() > TopicNames.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "topic=" + name + " has length=" + name.length() + ", at most " + TopicNames.MAX_LENGTH);
        }
        return name.toString();
    }

    /** Whether a text can be one segment of a topic. */
    public static boolean isSegment(String text) {
        return text != null && TopicNames.isSegment(text, 0, text.length());
    }

    /** The template a topic belongs to. */
    public static Optional<TopicTemplate> of(String topic) {
        String[] parts = topic.split("\\.", -1);
        for (TopicTemplate candidate : ALL) {
            if (candidate.fits(parts)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private boolean fits(String[] parts) {
        if (parts.length != segments.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (isPlace(segments[i]) ? !isSegment(parts[i]) : !segments[i].equals(parts[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * What a topic is counted under: its template, {@code dlq.} and the template for a dead letter, else {@link #OTHER}. There
     * are so few of these that they can be tags of figures.
     */
    public static String tag(String topic) {
        boolean dead = topic.startsWith(DEAD_LETTER);
        Optional<TopicTemplate> template = of(dead ? topic.substring(DEAD_LETTER.length()) : topic);
        return (dead ? DEAD_LETTER : "") + template.map(TopicTemplate::template).orElse(OTHER);
    }
}
