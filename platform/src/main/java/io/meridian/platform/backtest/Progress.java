package io.meridian.platform.backtest;

import io.meridian.backtest.result.RunFacts;
import io.meridian.backtest.run.ResultRecorder;
import io.meridian.platform.cli.Terminal;
import io.meridian.sdk.Log;
import io.meridian.sdk.Refused;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Shows how far a run is, and what its plugins complain of. */
final class Progress extends ResultRecorder {
    private static final long TELL_NS = 200_000_000;
    private static final int MOST_LINES = 20;
    private static final int WIDTH = 30;

    private final boolean verbose;
    private final long toNs;
    private final PrintWriter err;
    private final boolean live = System.console() != null && Terminal.ask().isCapable();
    private final long beganNs = System.nanoTime();
    private long toldNs = beganNs;
    private long beginNs;
    private int lines;

    Progress(RunFacts facts, boolean verbose, long toNs, PrintWriter err) {
        super(facts);
        this.verbose = verbose;
        this.toNs = toNs;
        this.err = err;
    }

    @Override
    public void onBegin(long newBeginNs) {
        super.onBegin(newBeginNs);
        beginNs = newBeginNs;
    }

    @Override
    public void onProgress(long timeNs, long messages) {
        long nowNs = System.nanoTime();
        if (!live || nowNs - toldNs < TELL_NS) {
            return;
        }
        toldNs = nowNs;
        String bar = "";
        if (toNs != Long.MAX_VALUE) {
            double done = Math.clamp((double) (timeNs - beginNs) / (toNs - beginNs), 0, 1);
            int full = (int) (done * WIDTH);
            bar = "[" + "=".repeat(full) + " ".repeat(WIDTH - full) + "] ";
        }
        err.printf(
                "\r%s%s, %,d messages, %,.0f a second \u001b[K",
                bar,
                Instant.ofEpochSecond(0, timeNs).truncatedTo(ChronoUnit.MINUTES),
                messages,
                messages * 1e9 / (nowNs - beganNs));
        err.flush();
    }

    /** The run is over, or failed. */
    void end() {
        if (live) {
            err.print("\r\u001b[K");
        }
        if (lines > MOST_LINES) {
            err.println((lines - MOST_LINES) + " more such lines are not shown; --verbose shows all.");
        }
        err.flush();
    }

    @Override
    public void onLine(String instance, long atNs, Log.Level level, String text) {
        if (verbose || level.compareTo(Log.Level.WARN) >= 0) {
            say(instance, atNs, level + " " + text);
        }
    }

    @Override
    public void onRefused(String instance, long atNs, Refused refused) {
        say(instance, atNs, "refused: " + refused.text());
    }

    @Override
    public void onDeadLetter(String instance, long atNs, String topic, String reason) {
        say(instance, atNs, "would not take a message on " + topic + ": " + reason);
    }

    private void say(String instance, long atNs, String text) {
        if (++lines > MOST_LINES && !verbose) {
            return;
        }
        err.println((live ? "\r\u001b[K" : "") + Instant.ofEpochSecond(0, atNs) + " " + instance + ": " + text);
    }
}
