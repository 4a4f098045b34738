package io.meridian.platform.span;

import io.meridian.audit.log.RecordView;
import io.meridian.audit.record.Kinds;
import io.meridian.audit.record.RecordedMessage;
import io.meridian.bus.envelope.EnvelopeReader;
import io.meridian.bus.envelope.TraceIds;
import io.meridian.bus.report.DeliveryReport;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.schema.TopicTemplate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes spans of the records of a log, in their order. A message waits some seconds until its subscribers have reported it, and what followed from it is
 * there as well; what is told of it later becomes a span by itself. Keeps a bounded number of messages. For one thread.
 */
final class SpanMaker {
    /** Reports come each second. */
    static final long WAIT_NS = TimeUnit.SECONDS.toNanos(3);

    /** What the bus did has no instance. */
    static final String BUS = "bus";

    private static final String CONTROL = "platform.control.";
    private static final int MOST = 1 << 16;
    /** Messages that followed from one. */
    private static final int MOST_OF_ONE = 256;

    private final int sample;
    private final long fromNs;
    private final Consumer<Span> spans;
    private final RecordedMessage message = new RecordedMessage();
    private final Names names = new Names();
    private final Map<Id, Seen> seen = new Bounded<>(MOST);
    /** A report may be recorded before its message, a quote only when something followed from it; and which ones are of no interest shows with the message. */
    private final Map<Id, Map<String, Long>> early = new Bounded<>(MOST);

    private final Map<Cause, List<Seen>> byNumber = new Bounded<>(MOST);
    private final Map<Cause, List<Seen>> followers = new Bounded<>(MOST);
    private final ArrayDeque<Seen> waiting = new ArrayDeque<>();

    /**
     * @param sample one in so many traces
     * @param fromNs what was recorded before only tells whose number is whose, epoch ns
     */
    SpanMaker(int sample, long fromNs, Consumer<Span> spans) {
        this.sample = sample;
        this.fromNs = fromNs;
        this.spans = spans;
    }

    private record Id(int source, long topicHash, long sequence) {}

    /** As a message names what it followed from: without the topic. */
    private record Cause(long traceLow, int source, long sequence) {}

    private static final class Seen {
        private Id id;
        private long traceHigh;
        private long traceLow;
        private long span;
        /** Somebody outside began the trace with it; 0: nobody. */
        private long outside;

        private Cause cause;
        private long initNs;
        private long publishedNs;
        /** 0: it was recorded when something followed from it, not when it came. */
        private long recordedNs;

        private String topic;
        private int schema;
        private long size;
        private long dueNs;
        private boolean isTold;
        private final Map<String, Long> deliveredNs = new LinkedHashMap<>(4);
        /** Until when an instance was at work on it, by what it published then. */
        private final Map<String, Long> handledNs = new LinkedHashMap<>(4);
    }

    /** Takes the next record. */
    void take(RecordView record) {
        if (record.kind() == Kinds.NOTE || !message.wrap(record.bytes(), record.bodyOffset(), record.bodyLength())) {
            return;
        }
        String topic = message.topic();
        names.learn(message, topic);
        if (record.timeNs() < fromNs) {
            return;
        }
        if (topic.startsWith(DeliveryReport.TOPIC)) {
            report(topic.substring(DeliveryReport.TOPIC.length()));
        } else if (!topic.startsWith(CONTROL)
                && Long.remainderUnsigned(message.envelope().traceLow(), sample) == 0) {
            keep(record, topic);
        }
        tell(record.timeNs());
    }

    private void report(String instance) {
        try {
            message.readPayload((buffer, offset, length) ->
                    DeliveryReport.read(buffer, offset, length, (kind, source, topicHash, sequence, deliveredNs) -> {
                        if (kind != DeliveryReport.PASSED_OVER) {
                            delivered(new Id(source, topicHash, sequence), instance, deliveredNs);
                        }
                    }));
        } catch (IllegalArgumentException unreadable) {
            // Of another version, as the recorder said when it came: these deliveries are not known here.
            return;
        }
    }

    private void delivered(Id id, String instance, long deliveredNs) {
        Seen of = seen.get(id);
        if (of == null) {
            early.computeIfAbsent(id, none -> new LinkedHashMap<>(2)).putIfAbsent(instance, deliveredNs);
            return;
        }
        // It may be given again; a span is there once.
        if (of.deliveredNs.putIfAbsent(instance, deliveredNs) == null && of.isTold) {
            tellDelivered(of, instance, deliveredNs);
        }
    }

    private void keep(RecordView record, String topic) {
        EnvelopeReader envelope = message.envelope();
        Seen it = new Seen();
        it.id = new Id(envelope.source(), envelope.topicHash(), envelope.sequence());
        it.traceHigh = envelope.traceHigh();
        it.traceLow = envelope.traceLow();
        it.span = TraceIds.span(envelope.source(), envelope.topicHash(), envelope.sequence());
        it.outside = envelope.span() == it.span ? 0 : envelope.span();
        it.cause = new Cause(it.traceLow, envelope.causationSource(), envelope.causationSequence());
        it.initNs = envelope.initTime();
        it.publishedNs = envelope.publishTime();
        it.recordedNs = record.kind() == Kinds.CAUSE ? 0 : record.timeNs();
        it.topic = topic;
        it.schema = envelope.payloadSchema();
        message.readPayload((buffer, offset, length) -> it.size = length);
        it.dueNs = record.timeNs() + WAIT_NS;
        seen.put(it.id, it);
        Map<String, Long> before = early.remove(it.id);
        if (before != null) {
            it.deliveredNs.putAll(before);
        }
        add(byNumber, new Cause(it.traceLow, it.id.source, it.id.sequence), it);
        if (it.cause.sequence != 0) {
            add(followers, it.cause, it);
        }
        waiting.add(it);
        if (waiting.size() > MOST) {
            tell(waiting.remove());
        }
    }

    private static void add(Map<Cause, List<Seen>> to, Cause key, Seen it) {
        List<Seen> all = to.computeIfAbsent(key, none -> new ArrayList<>(1));
        if (all.size() < MOST_OF_ONE) {
            all.add(it);
        }
    }

    /** Tells what has waited long enough. @param nowNs epoch ns */
    int tell(long nowNs) {
        int told = 0;
        while (!waiting.isEmpty() && waiting.peek().dueNs <= nowNs) {
            tell(waiting.remove());
            told++;
        }
        return told;
    }

    private void tell(Seen of) {
        of.isTold = true;
        String publisher = names.of(of.id.source);
        spans.accept(span(
                of,
                of.span,
                parent(of, publisher),
                "publish",
                "send",
                Span.Kind.PRODUCER,
                of.initNs,
                of.publishedNs,
                publisher));
        if (of.recordedNs != 0) {
            spans.accept(
                    span(of, id(of, ""), of.span, "route", "", Span.Kind.INTERNAL, of.publishedNs, of.recordedNs, BUS));
        }
        of.deliveredNs.forEach((instance, deliveredNs) -> tellDelivered(of, instance, deliveredNs));
    }

    private void tellDelivered(Seen of, String instance, long deliveredNs) {
        long delivery = id(of, instance);
        spans.accept(span(
                of,
                delivery,
                of.span,
                "deliver",
                "receive",
                Span.Kind.CONSUMER,
                of.publishedNs,
                deliveredNs,
                instance));
        long untilNs = Long.MIN_VALUE;
        for (Seen each : followers.getOrDefault(new Cause(of.traceLow, of.id.source, of.id.sequence), List.of())) {
            if (each.publishedNs >= of.publishedNs && names.of(each.id.source).equals(instance)) {
                untilNs = Math.max(untilNs, each.initNs);
            }
        }
        if (untilNs != Long.MIN_VALUE) {
            of.handledNs.put(instance, untilNs);
            spans.accept(span(
                    of,
                    handling(of, instance),
                    delivery,
                    "process",
                    "process",
                    Span.Kind.CONSUMER,
                    deliveredNs,
                    untilNs,
                    instance));
        }
    }

    /** What a message followed from, as near as that is known: what its publisher did with the one before, that it was given it, or that it was published. */
    private long parent(Seen of, String publisher) {
        if (of.outside != 0) {
            return of.outside;
        }
        Seen cause = null;
        for (Seen each : byNumber.getOrDefault(of.cause, List.of())) {
            // Of several topics: the last one before that its publisher was given.
            if (each != of
                    && each.publishedNs <= of.publishedNs
                    && (cause == null
                            || each.deliveredNs.containsKey(publisher)
                            || !cause.deliveredNs.containsKey(publisher))) {
                cause = each;
            }
        }
        if (cause == null) {
            return 0;
        }
        return cause.handledNs.containsKey(publisher)
                ? handling(cause, publisher)
                : cause.isTold && cause.deliveredNs.containsKey(publisher) ? id(cause, publisher) : cause.span;
    }

    private static long handling(Seen of, String instance) {
        return id(of, instance + "/process");
    }

    /** Follows from the message and the word alone. */
    private static long id(Seen of, String word) {
        return TraceIds.span(word.hashCode(), of.span, of.id.sequence);
    }

    private static Span span(
            Seen of,
            long id,
            long parent,
            String operation,
            String type,
            Span.Kind kind,
            long startNs,
            long endNs,
            String service) {
        String template = TopicTemplate.tag(of.topic);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("messaging.system", "meridian");
        attributes.put("messaging.operation.name", operation);
        if (!type.isEmpty()) {
            attributes.put("messaging.operation.type", type);
        }
        attributes.put("messaging.destination.name", of.topic);
        if (template.indexOf('{') >= 0) {
            attributes.put("messaging.destination.template", template);
        }
        attributes.put(
                "messaging.message.id", Integer.toUnsignedString(of.id.source) + "/" + of.topic + "/" + of.id.sequence);
        attributes.put("messaging.message.body.size", of.size);
        if (of.schema != 0) {
            attributes.put("meridian.message.schema", Schemas.name(of.schema));
        }
        return new Span(
                of.traceHigh,
                of.traceLow,
                id,
                parent,
                operation + " " + template,
                kind,
                startNs,
                endNs,
                service,
                attributes);
    }
}
