package io.meridian.platform.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Says when a command should end: on Ctrl-C, on a polite kill, when the terminal goes away, when its time is over, or when
 * the process that started it is gone. The command then ends in order and by itself, not in the middle of things.
 */
public final class StopSignal {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private long deadlineNs;
    private boolean timed;

    private StopSignal() {}

    /** Listens for signals from now on. */
    public static StopSignal install() {
        StopSignal signal = new StopSignal();
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            signal.listen(name);
        }
        return signal;
    }

    /** Stops only when told, for tests. */
    public static StopSignal manual() {
        return new StopSignal();
    }

    /** Also ends after so many seconds; 0 sets no end. */
    public StopSignal after(double seconds) {
        timed = seconds > 0;
        deadlineNs = System.nanoTime() + (long) (seconds * 1e9);
        return this;
    }

    /** Also ends when the process of this number does; 0 for none. */
    public StopSignal withProcess(long pid) {
        if (pid != 0) {
            ProcessHandle.of(pid).ifPresentOrElse(parent -> parent.onExit().thenRun(this::stop), this::stop);
        }
        return this;
    }

    /** Ends it. */
    public void stop() {
        stopped.countDown();
    }

    /** Whether to end now. */
    public boolean isStopped() {
        return stopped.getCount() == 0 || isTimeOver();
    }

    /** Whether its time is over, be it ended before or not. */
    public boolean isTimeOver() {
        return timed && System.nanoTime() - deadlineNs >= 0;
    }

    /** Waits so long, or until the end if that is sooner. Returns whether to end now. */
    public boolean await(long nanos) {
        long left = timed ? Math.min(nanos, deadlineNs - System.nanoTime()) : nanos;
        try {
            return stopped.await(left, TimeUnit.NANOSECONDS) || isStopped();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
            return true;
        }
    }

    /** By reflection: the compiler warns of the class by name in a way that cannot be silenced, and there is no other. */
    private void listen(String name) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    StopSignal.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        stop();
                        return null;
                    });
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
        } catch (InvocationTargetException e) {
            // The JVM was told to leave this signal alone (-Xrs): then it ends the process as ever.
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("signal=" + name + " cannot be listened to on this JVM", e);
        }
    }
}
