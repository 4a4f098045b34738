package io.meridian.audit.log;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * How far the machine's clock can be trusted, as its kernel says: Linux keeps the largest error that the clock may have, as long as something
 * (chrony, ntpd, a PTP daemon) disciplines it.
 */
public final class ClockFacts {
    /** Where the time is from: the machine's clock. */
    public static final byte SYSTEM_CLOCK = 1;

    /** Nothing is known. */
    public static final byte UNKNOWN = 0;
    /** Something keeps the clock right. */
    public static final byte SYNCHRONISED = 1;
    /** Nothing does. */
    public static final byte FREE_RUNNING = 2;

    private static final int SIZE = 208;
    private static final int MAX_ERROR = 24;
    private static final int STATUS = 40;
    private static final int STATUS_UNSYNCHRONISED = 0x40;
    private static final long NS_PER_US = 1_000;

    private final MethodHandle adjtimex;
    private final MemorySegment answer;
    private byte state = UNKNOWN;
    private long errorNs = -1;

    @SuppressWarnings("restricted")
    public ClockFacts() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> function = System.getProperty("os.name").equals("Linux")
                ? linker.defaultLookup().find("adjtimex")
                : Optional.empty();
        adjtimex = function.map(address -> linker.downcallHandle(
                        address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS)))
                .orElse(null);
        answer = Arena.ofAuto().allocate(SIZE, Long.BYTES);
        refresh();
    }

    /** Asks anew: a matter of a microsecond. */
    public void refresh() {
        if (adjtimex == null) {
            return;
        }
        int result;
        try {
            // All zeros: nothing is to be changed.
            answer.fill((byte) 0);
            result = (int) adjtimex.invokeExact(answer);
        } catch (Throwable e) {
            throw new IllegalStateException("adjtimex cannot be called", e);
        }
        boolean unsynchronised = (answer.get(ValueLayout.JAVA_INT, STATUS) & STATUS_UNSYNCHRONISED) != 0;
        if (result < 0) {
            state = UNKNOWN;
            errorNs = -1;
        } else {
            state = unsynchronised ? FREE_RUNNING : SYNCHRONISED;
            // Of a clock that runs free the kernel only counts up to a bound that means nothing.
            errorNs = unsynchronised ? -1 : answer.get(ValueLayout.JAVA_LONG, MAX_ERROR) * NS_PER_US;
        }
    }

    /** One of the constants above. */
    public byte state() {
        return state;
    }

    /** The bound of its error; -1: unknown. */
    public long errorNs() {
        return errorNs;
    }

    /** The state in a word. */
    public static String word(byte state) {
        return switch (state) {
            case SYNCHRONISED -> "synchronised";
            case FREE_RUNNING -> "free-running";
            default -> "unknown";
        };
    }
}
