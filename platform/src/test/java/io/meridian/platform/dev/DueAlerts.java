package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Alerts that must fire, each within its time after its fault. For one thread. */
final class DueAlerts {
    private final Alarms alarms;
    private final Map<String, Integer> within;
    private final Map<String, Long> faultNs = new LinkedHashMap<>();
    private final Set<String> fired = new TreeSet<>();

    /** @param within by alert, the most seconds from its fault */
    DueAlerts(Alarms alarms, Map<String, Integer> within) {
        this.alarms = alarms;
        this.within = within;
    }

    /** Their fault was made at this moment; none of them fired before. */
    void faultAt(long momentNs, String... alerts) throws IOException {
        Set<String> firing = alarms.firing();
        for (String alert : alerts) {
            assertNotNull(within.get(alert), alert + " has no time");
            assertTrue(!firing.contains(alert), alert + " fires before its fault");
            faultNs.put(alert, momentNs);
        }
    }

    /** Their fault was made just now. */
    void fault(String... alerts) throws IOException {
        faultAt(System.nanoTime(), alerts);
    }

    /** Waits until these have fired; meanwhile none of the others may be late. */
    void await(String... alerts) throws Exception {
        for (String alert : alerts) {
            assertTrue(faultNs.containsKey(alert), "nothing was done that makes " + alert + " fire");
            while (!fired.contains(alert)) {
                look();
                TimeUnit.MILLISECONDS.sleep(250);
            }
        }
    }

    /** Waits until all have fired that are due, which must be all there are. */
    void awaitAll() throws Exception {
        await(within.keySet().toArray(String[]::new));
    }

    private void look() throws IOException {
        Set<String> firing = alarms.firing();
        for (Map.Entry<String, Long> each : faultNs.entrySet()) {
            String alert = each.getKey();
            if (!fired.contains(alert) && firing.contains(alert)) {
                Alarms.say(alert + " fires after", each.getValue());
                fired.add(alert);
            }
            assertTrue(
                    fired.contains(alert) || System.nanoTime() - each.getValue() < Alarms.ns(within.get(alert)),
                    alert + " does not fire within " + within.get(alert) + " s; what fires: " + firing);
        }
    }
}
