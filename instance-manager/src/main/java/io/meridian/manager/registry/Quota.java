package io.meridian.manager.registry;

import io.meridian.manager.basis.Refusal;
import io.meridian.plugin.contract.manifest.Manifest.Resources;
import java.sql.SQLException;
import java.util.List;

/**
 * What the instances of this deployment may use together.
 *
 * @param instances how many there may be
 * @param memoryMib what those that shall run may declare together
 * @param cpus the same, of processors
 */
public record Quota(int instances, long memoryMib, double cpus) {
    /** Where an instance's version is found. */
    @FunctionalInterface
    interface Versions {
        PluginVersion of(Instance instance) throws SQLException;
    }

    void requireRoomForOneMore(int present) {
        if (present >= instances) {
            throw Refusal.quota("There are " + present + " instances, and the quota is " + instances
                    + ". Remove one, or raise manager.quota.instances.");
        }
    }

    void requireRoomToRun(Instance another, List<Instance> all, Versions versions) throws SQLException {
        long memory = 0;
        double processors = 0;
        for (Instance instance : all) {
            if (instance.shallRun() || instance.name().equals(another.name())) {
                Resources wants = versions.of(instance).manifest().resources();
                memory += wants.memoryMib();
                processors += wants.cpus();
            }
        }
        if (memory > memoryMib) {
            throw Refusal.quota("With '" + another.name() + "' the plugins that shall run would need " + memory
                    + " MiB, and the quota is " + memoryMib + ". Stop one, or raise manager.quota.memory.");
        }
        if (processors > cpus) {
            throw Refusal.quota("With '" + another.name() + "' the plugins that shall run would need " + processors
                    + " processors, and the quota is " + cpus + ". Stop one, or raise manager.quota.cpus.");
        }
    }
}
