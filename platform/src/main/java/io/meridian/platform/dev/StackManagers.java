package io.meridian.platform.dev;

import io.meridian.bus.setting.Settings;
import io.meridian.cluster.ClusterSettings;
import io.meridian.devservers.FreePorts;
import io.meridian.platform.cli.CommandException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The instance managers of a stack: one, or several nodes of a cluster on this machine, of which one leads.
 *
 * @param count how many
 * @param command what runs one
 */
record StackManagers(int count, List<String> command) {
    private static final List<String> NODES = List.of("a", "b", "c", "d", "e");

    /** @throws CommandException when there cannot be so many */
    static StackManagers of(int count, Settings settings, List<String> command) {
        if (count != 1 && count != 3 && count != NODES.size()) {
            throw CommandException.wrongUse(
                    "--managers=" + count + ": there is one, or there are 3 or 5. More than half"
                            + " of them decide, so that 2 are no better than one, and 4 no better than 3.");
        }
        if (count > 1 && ClusterSettings.isWanted(settings)) {
            throw CommandException.wrongUse(
                    "CLUSTER_SEEDS is set, so that the manager of this stack is one of a cluster"
                            + " that is yours. Leave --managers away, or unset CLUSTER_SEEDS.");
        }
        return new StackManagers(count, List.copyOf(command));
    }

    boolean areSeveral() {
        return count > 1;
    }

    /** The name of each, and the environment it has beside that of the stack. */
    Map<String, Map<String, String>> environments() {
        if (!areSeveral()) {
            return Map.of(Stack.MANAGER, Map.of());
        }
        List<String> seeds = new ArrayList<>();
        for (String node : NODES.subList(0, count)) {
            seeds.add(node + "@127.0.0.1:" + FreePorts.next());
        }
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        for (String node : NODES.subList(0, count)) {
            Map<String, String> own = new TreeMap<>();
            own.put(ClusterSettings.SEEDS.environmentVariable(), String.join(",", seeds));
            own.put(ClusterSettings.NODE.environmentVariable(), node);
            all.put(Stack.MANAGER + "-" + node, own);
        }
        return all;
    }
}
