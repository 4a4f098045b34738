package io.meridian.devservers;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A real server as a child process, which can be ended, killed, frozen and started again on the same port with what it
 * stored.
 */
public abstract sealed class DevServer implements AutoCloseable
        permits ClickHouseServer, KafkaBroker, NatsServer, PostgresServer {
    private static final Duration GONE = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = 10_000_000;

    private final int port;
    private ServerProcess process;

    /** @param port 0 for a free one */
    DevServer(int port) {
        this.port = port == 0 ? FreePorts.next() : port;
    }

    /** Starts the process and waits until it is ready. */
    abstract ServerProcess launch();

    /** Starts it, again if it was stopped or killed, and waits until it is ready. */
    public synchronized DevServer start() {
        if (!isRunning()) {
            process = launch();
        }
        return this;
    }

    /** Ends it politely; what it stored stays. */
    public synchronized void stop() {
        if (process != null) {
            process.stop();
        }
    }

    /** Ends it as {@code kill -9} does, and waits until nothing of it listens any more. */
    public synchronized void kill() {
        if (process == null) {
            return;
        }
        process.kill();
        // A child that it made a moment ago still has its socket, and ends by itself.
        long deadline = System.nanoTime() + GONE.toNanos();
        while (ServerProcess.accepts(port)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("port=" + port + " is still listened on, " + GONE.toSeconds()
                        + " s after its server was killed");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Freezes it: connections stay open and nothing is answered. */
    public synchronized void pause() {
        process.pause();
    }

    /** Ends {@link #pause()}. */
    public synchronized void resume() {
        process.resume();
    }

    /** Whether it runs. */
    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** The port clients connect to, the same for its whole life. */
    public int port() {
        return port;
    }

    /** The child process, or null before the first start. */
    public synchronized ServerProcess process() {
        return process;
    }

    /** As {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }
}
