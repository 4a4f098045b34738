package io.meridian.bus.testkit;

import io.meridian.bus.BusListener;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a bus tells, in order. */
public final class RecordingListener implements BusListener {
    /** The methods of the listener. */
    public enum Kind {
        CONNECTED,
        CONNECTION_LOST,
        FAILURE,
        GAP,
        SLOW_CONSUMER,
        BACK_PRESSURE,
        BACK_PRESSURE_ENDED,
        DENIED,
        REVOKED,
        HANDLER_FAILED,
        DEAD_LETTER,
        MALFORMED
    }

    /**
     * One call.
     *
     * @param kind which method
     * @param text its arguments, for people
     */
    public record Event(Kind kind, String text) {
        @Override
        public String toString() {
            return kind + " " + text;
        }
    }

    private final List<Event> events = new CopyOnWriteArrayList<>();

    /** All so far, in order. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** Those of one kind, in order. */
    public List<Event> events(Kind kind) {
        return events.stream().filter(event -> event.kind() == kind).toList();
    }

    /** How many of one kind. */
    public int count(Kind kind) {
        return events(kind).size();
    }

    private void add(Kind kind, String text) {
        events.add(new Event(kind, text));
    }

    @Override
    public void onConnected(String engine) {
        add(Kind.CONNECTED, engine);
    }

    @Override
    public void onConnectionLost(String engine, String reason) {
        add(Kind.CONNECTION_LOST, engine + ": " + reason);
    }

    @Override
    public void onFailure(String engine, EngineException failure) {
        add(Kind.FAILURE, engine + ": " + failure.getMessage());
    }

    @Override
    public void onGap(Topic topic, int source, long expected, long received) {
        add(Kind.GAP, source + "/" + topic + " expected " + expected + " received " + received);
    }

    @Override
    public void onSlowConsumer(TopicPattern pattern, long dropped) {
        add(Kind.SLOW_CONSUMER, pattern + " dropped " + dropped);
    }

    @Override
    public void onBackPressure(Topic topic) {
        add(Kind.BACK_PRESSURE, topic.name());
    }

    @Override
    public void onBackPressureEnded(Topic topic, long refused) {
        add(Kind.BACK_PRESSURE_ENDED, topic + " after " + refused + " refusals");
    }

    @Override
    public void onDenied(Topic topic, String why) {
        add(Kind.DENIED, topic + ": " + why);
    }

    @Override
    public void onRevoked(TopicPattern pattern, String why) {
        add(Kind.REVOKED, pattern + ": " + why);
    }

    @Override
    public void onHandlerFailed(Topic topic, int source, long sequence, Throwable failure) {
        add(Kind.HANDLER_FAILED, source + "/" + topic + "/" + sequence + ": " + failure);
    }

    @Override
    public void onDeadLetter(Topic topic, int source, long sequence, int attempts, String reason) {
        add(Kind.DEAD_LETTER, source + "/" + topic + "/" + sequence + " after " + attempts + ": " + reason);
    }

    @Override
    public void onMalformed(TopicPattern pattern, String why) {
        add(Kind.MALFORMED, pattern + ": " + why);
    }
}
