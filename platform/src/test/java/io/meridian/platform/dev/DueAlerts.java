package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;

/** Alerts that must fire, each within its time after its fault. What fires is looked at all the time, whatever the test does meanwhile. */
final class DueAlerts implements AutoCloseable {
    /** Of a machine that is busy with other things they may be true before anything is broken. */
    static final Set<String> OF_A_BUSY_MACHINE = Set.of("MeridianLatencyObjectiveBurn", "MeridianBusLatencyOverBudget");

    private final Alarms alarms;
    private final Map<String, Integer> within;
    private final Map<String, Long> faultNs = new ConcurrentHashMap<>();
    private final Set<String> fired = new ConcurrentSkipListSet<>();
    private final Thread looking;
    private volatile String trouble = "";

    /** @param within by alert, the most seconds from its fault */
    DueAlerts(Alarms alarms, Map<String, Integer> within) {
        this.alarms = alarms;
        this.within = within;
        looking = Thread.ofVirtual().name("due-alerts").start(this::look);
    }

    /** Their fault is made now; none of them fires yet. */
    void fault(String... alerts) throws IOException {
        Set<String> firing = alarms.firing();
        for (String alert : alerts) {
            assertNotNull(within.get(alert), alert + " has no time");
            assertFalse(
                    firing.contains(alert) && !OF_A_BUSY_MACHINE.contains(alert), alert + " fires before its fault");
            faultNs.put(alert, System.nanoTime());
        }
    }

    /** Its fault is older than what watches it, which began just now. */
    void faultFromTheStart(String alert) {
        faultNs.put(alert, System.nanoTime());
    }

    /** Waits until these have fired; meanwhile none of the others may be late. */
    void await(String... alerts) throws Exception {
        for (String alert : alerts) {
            assertTrue(faultNs.containsKey(alert), "nothing was done that makes " + alert + " fire");
            while (!fired.contains(alert)) {
                assertEquals("", trouble);
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    /** Waits until all have fired. */
    void awaitAll() throws Exception {
        await(within.keySet().toArray(String[]::new));
    }

    private void look() {
        try {
            while (trouble.isEmpty()) {
                Set<String> firing = alarms.firing();
                faultNs.forEach((alert, sinceNs) -> look(alert, sinceNs, firing));
                TimeUnit.MILLISECONDS.sleep(250);
            }
        } catch (IOException | RuntimeException failed) {
            trouble = "what fires cannot be looked at: " + failed;
        } catch (InterruptedException ended) {
            // All have fired, or the test failed.
        }
    }

    private void look(String alert, long sinceNs, Set<String> firing) {
        if (fired.contains(alert)) {
            return;
        }
        if (firing.contains(alert)) {
            Alarms.say(alert + " fires after", sinceNs);
            fired.add(alert);
        } else if (System.nanoTime() - sinceNs > Alarms.ns(within.get(alert))) {
            trouble = alert + " does not fire within " + within.get(alert) + " s; what fired: " + new TreeSet<>(fired)
                    + "; what fires: " + firing;
        }
    }

    @Override
    public void close() {
        looking.interrupt();
    }
}
