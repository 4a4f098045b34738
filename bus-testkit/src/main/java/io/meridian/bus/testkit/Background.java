package io.meridian.bus.testkit;

import java.time.Duration;

/** One thing that goes on beside the scenario. */
final class Background implements AutoCloseable {
    /** The thing. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    private final Thread thread;
    private volatile Throwable failure;

    private Background(String name, Task task) {
        thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (Throwable e) {
                        failure = e;
                    }
                },
                name);
        thread.setDaemon(true);
    }

    static Background start(String name, Task task) {
        Background background = new Background(name, task);
        background.thread.start();
        return background;
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    /** Waits for its end, and fails as it failed. */
    void join(Duration patience) {
        Await.within(patience)
                .showing(() -> "it is at " + java.util.Arrays.toString(thread.getStackTrace()))
                .until(thread.getName() + " to end", () -> !thread.isAlive());
        if (failure != null) {
            throw new AssertionError(thread.getName() + " failed: " + failure, failure);
        }
    }

    /** Stops it by interruption if it still runs, which it does only when the scenario has failed already. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
