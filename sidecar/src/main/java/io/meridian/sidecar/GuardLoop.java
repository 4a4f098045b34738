package io.meridian.sidecar;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

/**
 * The one loop of a sidecar. It owns all that concerns the plugin and the bus; other threads hand it commands.
 *
 * <p>An agent, so that one thread, a shared thread or a test's own step can run it.
 */
public final class GuardLoop implements Agent {
    private static final int COMMANDS_A_TURN = 64;

    /** A part that has work to do in each turn. */
    @FunctionalInterface
    public interface Work {
        /** Does a little and never blocks; returns how much was done. */
        int turn();
    }

    private final ManyToOneConcurrentLinkedQueue<Runnable> commands = new ManyToOneConcurrentLinkedQueue<>();
    private final List<Work> works = new ArrayList<>();
    private final SidecarLog log;
    private volatile Thread thread;
    private volatile boolean ended;
    private volatile long turnedNs = System.nanoTime();

    GuardLoop(SidecarLog log) {
        this.log = log;
    }

    /**
     * Runs {@code command} on the loop's thread, soon and in the order of the calls of one thread. Wakes the loop.
     *
     * @return false when the loop has ended; the command will not run
     */
    public boolean execute(Runnable command) {
        if (ended) {
            return false;
        }
        commands.offer(command);
        Thread sleeper = thread;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
        return true;
    }

    /** Adds work to each turn, after what is there. For the loop's thread, or before it runs. */
    public void add(Work work) {
        works.add(work);
    }

    /** Whether the caller is the loop's thread. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void onStart() {
        thread = Thread.currentThread();
    }

    @Override
    public int doWork() {
        turnedNs = System.nanoTime();
        int done = 0;
        Runnable command;
        while (done < COMMANDS_A_TURN && (command = commands.poll()) != null) {
            done++;
            run(command);
        }
        for (int i = 0; i < works.size(); i++) {
            done += works.get(i).turn();
        }
        return done;
    }

    private void run(Runnable command) {
        try {
            command.run();
        } catch (RuntimeException failure) {
            log.error("A command of the sidecar failed: " + failure + " at " + first(failure.getStackTrace()));
        }
    }

    private static String first(StackTraceElement[] trace) {
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }

    /** When the last turn began, by {@link System#nanoTime}. From any thread. */
    public long turnedNs() {
        return turnedNs;
    }

    @Override
    public void onClose() {
        ended = true;
        Runnable command;
        while ((command = commands.poll()) != null) {
            run(command);
        }
        thread = null;
    }

    @Override
    public String roleName() {
        return "sidecar";
    }
}
