package io.meridian.platform.store;

import io.meridian.bus.Message;
import io.meridian.bus.topic.Topic;
import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.marketfiles.MarketDataException;
import io.meridian.marketfiles.MarketRow;
import io.meridian.marketfiles.RowDecoder;
import io.meridian.plugin.contract.history.HistoryMark;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.storage.RowBatch;
import io.meridian.storage.StoredMark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Turns messages into rows of a batch. A message that cannot be one is counted and said, and stops nothing. So is one of the past: what is replayed
 * would otherwise be stored a second time, as if it were live. For one thread.
 */
final class Intake {
    private final RowDecoder decoder = new RowDecoder();
    private final Map<Topic, Place> places = new HashMap<>();
    private final Map<String, InstrumentDefinition> known = new HashMap<>();
    private final List<StoredMark> marks;
    private final List<InstrumentDefinition> fresh = new ArrayList<>();
    private final StoreFigures figures;
    private final EpochNanoClock clock;
    private final Complaints refusals;
    private final Complaints ofThePast;

    /**
     * What a topic says that its messages are about.
     *
     * @param kind null for instruments
     * @param stored how far each source's messages were stored before this run
     * @param reached the last message of each source in this run
     */
    private record Place(
            DataKind kind, String venue, String symbol, Long2LongHashMap stored, Long2LongHashMap reached) {}

    /**
     * @param stored the instruments that the store knows already
     * @param marks how far it, or what is on its way to it, has the messages of each source
     */
    Intake(
            Collection<InstrumentDefinition> stored,
            Collection<StoredMark> marks,
            StoreFigures figures,
            EpochNanoClock clock,
            Consumer<String> log) {
        stored.forEach(each -> known.put(key(each), each));
        this.marks = List.copyOf(marks);
        this.figures = figures;
        this.clock = clock;
        refusals = new Complaints(log);
        ofThePast = new Complaints(log);
    }

    private static String key(InstrumentDefinition instrument) {
        return instrument.venue() + "." + instrument.symbol();
    }

    void take(Message message, RowBatch batch) {
        try {
            Place place = place(message.topic());
            if (place.kind() != null) {
                place.reached().put(message.source(), message.sequence());
            }
            if (message.isReplayed()) {
                replayed(message);
            } else if (place.kind() == null) {
                instrument(message, place);
            } else {
                row(message, place, batch);
            }
        } catch (MarketDataException | IndexOutOfBoundsException wrong) {
            figures.refused.lazySet(figures.refused.get() + 1);
            refusals.say(
                    "not stored: a message on " + message.topic().name() + " from instance "
                            + Integer.toUnsignedString(message.source()) + ", sequence " + message.sequence() + ": "
                            + wrong.getMessage(),
                    clock.nanoTime());
        }
    }

    private void replayed(Message message) {
        figures.replayed.lazySet(figures.replayed.get() + 1);
        ofThePast.say(
                "not stored, as it is replayed and not live: " + message.topic().name(), clock.nanoTime());
    }

    private void row(Message message, Place place, RowBatch batch) {
        if (message.sequence() <= place.stored().get(message.source())) {
            figures.repeated.lazySet(figures.repeated.get() + 1);
            return;
        }
        MarketRow row = batch.next(place.kind());
        decoder.decode(message.buffer(), message.offset(), message.length(), row);
        if (!row.symbol().equals(place.symbol()) || !row.venue().equals(place.venue())) {
            throw wrongPlace(row.venue(), row.symbol());
        }
        batch.accept(place.kind(), message.source(), message.sequence());
    }

    private void instrument(Message message, Place place) {
        InstrumentDefinition definition = decoder.instrument(message.buffer(), message.offset(), message.length());
        if (!definition.symbol().equals(place.symbol()) || !definition.venue().equals(place.venue())) {
            throw wrongPlace(definition.venue(), definition.symbol());
        }
        // Instruments are told again and again.
        if (!definition.equals(known.put(key(definition), definition))) {
            fresh.add(definition);
        }
    }

    /** A grant is for a topic: whoever may publish one instrument must not be able to write the history of another. */
    private static MarketDataException wrongPlace(String venue, String symbol) {
        return new MarketDataException("it tells of " + venue + "." + symbol + ", which is not what its topic says");
    }

    private Place place(Topic topic) {
        Place place = places.get(topic);
        if (place == null) {
            place = find(topic.name());
            places.put(topic, place);
        }
        return place;
    }

    private Place find(String name) {
        String[] parts = name.split("\\.");
        return TopicTemplate.of(name)
                .map(template -> switch (template) {
                    case QUOTE -> of(DataKind.QUOTE, parts[3], parts[4]);
                    case TRADE -> of(DataKind.TRADE, parts[3], parts[4]);
                    case BAR -> of(DataKind.BAR, parts[3], parts[4]);
                    case INSTRUMENT -> of(null, parts[3], parts[4]);
                    default -> null;
                })
                .orElseThrow(() -> new MarketDataException("the topic names no venue and symbol"));
    }

    /** How far the messages of each source of a topic had come by now. */
    List<HistoryMark> marks(String topic) {
        Place known = places.get(Topic.of(topic));
        // One that nothing came of is not kept: whoever asks must not fill the memory.
        Place place = known == null ? find(topic) : known;
        TreeMap<Integer, Long> marks = new TreeMap<>();
        place.stored().forEachLong((source, sequence) -> marks.merge((int) source, sequence, Math::max));
        place.reached().forEachLong((source, sequence) -> marks.merge((int) source, sequence, Math::max));
        return marks.entrySet().stream()
                .map(mark -> new HistoryMark(mark.getKey(), mark.getValue()))
                .toList();
    }

    private Place of(DataKind kind, String venue, String symbol) {
        Long2LongHashMap stored = new Long2LongHashMap(RowBatch.IMPORTED);
        for (StoredMark mark : marks) {
            if (mark.kind() == kind
                    && mark.venue().equals(venue)
                    && mark.symbol().equals(symbol)) {
                stored.put(mark.source(), Math.max(mark.sequence(), stored.get(mark.source())));
            }
        }
        return new Place(kind, venue, symbol, stored, new Long2LongHashMap(RowBatch.IMPORTED));
    }

    /** The instruments that are new or changed since it was asked last. */
    List<InstrumentDefinition> takeFresh() {
        List<InstrumentDefinition> taken = List.copyOf(fresh);
        fresh.clear();
        return taken;
    }

    boolean hasFresh() {
        return !fresh.isEmpty();
    }
}
