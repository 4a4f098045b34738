package io.meridian.ui.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.ui.message.Row;
import io.meridian.ui.message.RowFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a browser asks for on its connection.
 *
 * @param op open, close, pause or resume
 * @param id by which the browser calls it
 * @param stream messages, rates, orders, positions, quotes or books
 * @param pattern null for rates
 * @param filter blank: everything
 * @param from null: what comes from now on
 * @param limit how many may wait, or of the past how many are shown
 */
record LiveRequest(String op, long id, String stream, TopicPattern pattern, String filter, StartAt from, int limit) {
    private static final Set<String> OPS = Set.of("open", "close", "pause", "resume");
    private static final Set<String> NAMES = Set.of("op", "id", "stream", "pattern", "filter", "from", "limit");
    private static final long GREATEST_ID = 1_000_000_000;
    private static final int LIVE_LIMIT = 500;
    private static final int PAST_LIMIT = 5_000;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    /**
     * A stream of the latest of each thing.
     *
     * @param pattern on which they are
     * @param isAsked whether those are told that the browser's own pattern, within that one, is of
     * @param kind of the messages that tell of them
     */
    private record Things(String pattern, boolean isAsked, String kind, Function<Row, String> key) {}

    private static final Map<String, Things> THINGS = Map.of(
            "orders",
                    new Things(
                            "platform.oms.event.*",
                            false,
                            "OrderEvent",
                            row -> String.valueOf(row.fields().get("orderId"))),
            "positions",
                    new Things(
                            "platform.bor.position.*",
                            false,
                            "Position",
                            row -> row.fields().get("portfolio") + " "
                                    + row.fields().get("symbol") + " "
                                    + row.fields().get("venue") + " "
                                    + row.fields().get("view")),
            "quotes", new Things(TopicTemplate.QUOTE.pattern(), true, "Quote", Row::topic),
            "books", new Things(TopicTemplate.BOOK.pattern(), true, "BookSnapshot", Row::topic));

    /** @throws IllegalArgumentException saying what is wrong with it */
    static LiveRequest of(String text) {
        JsonNode body;
        try {
            body = JSON.readTree(text);
        } catch (JsonProcessingException | StackOverflowError e) {
            throw new IllegalArgumentException("This is no JSON object such as {\"op\":\"close\",\"id\":1}.");
        }
        if (!body.isObject()) {
            throw new IllegalArgumentException("This is no JSON object such as {\"op\":\"close\",\"id\":1}.");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("There is no '" + shown(name) + "'; there is " + NAMES + ".");
            }
        });
        String op = text(body, "op", "");
        if (!OPS.contains(op)) {
            throw new IllegalArgumentException("op must be one of " + OPS + ".");
        }
        JsonNode id = body.get("id");
        if (id == null || !id.isIntegralNumber() || id.asLong() < 1 || id.asLong() > GREATEST_ID) {
            throw new IllegalArgumentException("id must be a whole number from 1 to " + GREATEST_ID + ".");
        }
        return op.equals("open") ? opening(body, id.asLong()) : new LiveRequest(op, id.asLong(), "", null, "", null, 0);
    }

    private static LiveRequest opening(JsonNode body, long id) {
        String stream = text(body, "stream", "");
        Things things = THINGS.get(stream);
        if (things == null && !stream.equals("messages") && !stream.equals("rates")) {
            throw new IllegalArgumentException("stream must be messages, rates, orders, positions, quotes or books.");
        }
        if (stream.equals("rates")) {
            return new LiveRequest("open", id, stream, null, "", null, 0);
        }
        boolean isAsked = things == null || things.isAsked();
        String given = isAsked ? text(body, "pattern", "") : things.pattern();
        TopicPattern pattern;
        try {
            pattern = TopicPattern.of(given);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("pattern: " + wrong.getMessage());
        }
        if (isAsked && things != null && !TopicPattern.of(things.pattern()).covers(pattern)) {
            throw new IllegalArgumentException(
                    "pattern: " + stream + " are on " + things.pattern() + ", and on nothing else.");
        }
        StartAt from = things == null ? from(text(body, "from", "live")) : null;
        int most = from == null ? LIVE_LIMIT : PAST_LIMIT;
        JsonNode limit = body.get("limit");
        if (limit != null
                && !limit.isNull()
                && (!limit.isIntegralNumber() || limit.asLong() < 1 || limit.asLong() > most)) {
            throw new IllegalArgumentException("limit must be a whole number from 1 to " + most + ".");
        }
        return new LiveRequest(
                "open",
                id,
                stream,
                pattern,
                text(body, "filter", ""),
                from,
                limit == null || limit.isNull() ? LIVE_LIMIT : limit.asInt());
    }

    private static StartAt from(String text) {
        if (text.equals("live") || text.isEmpty()) {
            return null;
        }
        try {
            Instant time = Instant.parse(text);
            return StartAt.time(
                    Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException wrong) {
            throw new IllegalArgumentException("from must be live, or a time such as 2026-12-31T14:30:00Z.");
        }
    }

    private static String text(JsonNode body, String name, String preset) {
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return preset;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " must be a text.");
        }
        return value.asText();
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    /** @param masked whether it is for somebody who only looks */
    LiveStream toStream(boolean masked) {
        Predicate<Row> wanted = RowFilter.of(filter, masked);
        Things things = THINGS.get(stream);
        if (things != null) {
            Predicate<Row> ofKind = row -> row.kind().equals(things.kind());
            return new LiveStream(id, ofKind.and(wanted), masked, new LatestStock(things.key()), 0);
        }
        return from == null
                ? new LiveStream(id, wanted, masked, new TailStock(limit), 0)
                : new LiveStream(id, wanted, masked, new PastStock(), limit);
    }

    /** Something is wrong with what was asked. */
    static String problem(long id, String detail) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("type", "problem")
                .put("detail", detail)
                .toString();
    }
}
