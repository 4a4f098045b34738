package io.meridian.sidecar.metrics;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.util.List;
import java.util.Map;

/** What every process of the platform shows of its Java. */
public final class JvmFigures {
    public static final Figure MEMORY_USED =
            Figure.gauge("meridian.jvm.memory.used", "bytes", "Memory in use, by area: heap or other.", "area");
    public static final Figure MEMORY_MAX = Figure.gauge(
            "meridian.jvm.memory.max", "bytes", "What the heap may grow to; -1 where there is no bound.", "area");
    public static final Figure GC_TIME = Figure.counter(
            "meridian.jvm.gc.time",
            "seconds",
            "Time that each collector took. Of a collector that works beside the program this is no pause.",
            "collector");
    public static final Figure GC_COUNT =
            Figure.counter("meridian.jvm.gc.collections", "", "How often each collector ran.", "collector");
    public static final Figure THREADS = Figure.gauge("meridian.jvm.threads", "", "Platform threads that live.");
    public static final Figure CPU =
            Figure.counter("meridian.process.cpu", "seconds", "Time of processors that the process took.");
    public static final Figure UPTIME =
            Figure.gauge("meridian.process.uptime", "seconds", "How long the process has run.");

    public static final List<Figure> ALL = List.of(MEMORY_USED, MEMORY_MAX, GC_TIME, GC_COUNT, THREADS, CPU, UPTIME);

    private static final String AREA = "area";
    private static final String HEAP = "heap";

    private JvmFigures() {}

    /** Adds them. */
    public static void addTo(Meters meters) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        meters.gauge(
                MEMORY_USED,
                Map.of(AREA, HEAP),
                () -> memory.getHeapMemoryUsage().getUsed());
        meters.gauge(
                MEMORY_USED,
                Map.of(AREA, "other"),
                () -> memory.getNonHeapMemoryUsage().getUsed());
        meters.gauge(
                MEMORY_MAX,
                Map.of(AREA, HEAP),
                () -> memory.getHeapMemoryUsage().getMax());
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            Map<String, String> name = Map.of("collector", collector.getName());
            meters.counter(GC_TIME, name, () -> collector.getCollectionTime() / 1e3);
            meters.counter(GC_COUNT, name, collector::getCollectionCount);
        }
        meters.gauge(THREADS, ManagementFactory.getThreadMXBean()::getThreadCount);
        meters.counter(CPU, () -> system.getProcessCpuTime() / 1e9);
        meters.gauge(UPTIME, () -> runtime.getUptime() / 1e3);
    }
}
