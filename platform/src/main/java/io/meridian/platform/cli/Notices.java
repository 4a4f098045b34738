package io.meridian.platform.cli;

import io.meridian.bus.BusListener;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Writes what a bus tells of itself to a log, and keeps the problem that is open for whoever shows the state. */
public final class Notices implements BusListener {
    private final PrintStream log;
    private volatile String problem;

    public Notices(PrintStream log) {
        this.log = log;
    }

    /** What is wrong now, or null. */
    public String problem() {
        return problem;
    }

    @Override
    public void onConnected(String engine) {
        problem = null;
        write("connected to " + engine);
    }

    @Override
    public void onConnectionLost(String engine, String reason) {
        problem = "connection to " + engine + " lost: " + reason;
        write(problem);
    }

    @Override
    public void onFailure(String engine, EngineException failure) {
        problem = failure.getMessage();
        write(engine + ": " + problem);
    }

    @Override
    public void onSlowConsumer(TopicPattern pattern, long dropped) {
        write("too slow for " + pattern + ": " + dropped + " messages dropped so far");
    }

    @Override
    public void onBackPressure(Topic topic) {
        write("no room to publish " + topic);
    }

    @Override
    public void onBackPressureEnded(Topic topic, long refused) {
        write("room again to publish " + topic + ", after " + refused + " attempts");
    }

    @Override
    public void onHandlerFailed(Topic topic, int source, long sequence, Throwable failure) {
        write("a handler failed on " + topic + ": " + failure);
    }

    @Override
    public void onMalformed(TopicPattern pattern, String why) {
        write("skipped something that is no message, for " + pattern + ": " + why);
    }

    private void write(String text) {
        log.println(LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " " + text);
    }
}
