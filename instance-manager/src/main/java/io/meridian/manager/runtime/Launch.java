package io.meridian.manager.runtime;

import io.meridian.manager.registry.PluginVersion;
import io.meridian.plugin.contract.manifest.Manifest;
import java.util.List;

/**
 * What to start.
 *
 * @param generation what its parts are started from
 * @param folder of the instance, made ready
 */
public record Launch(String instance, Generation generation, PluginVersion version, InstanceFolder folder) {
    /** What its sidecar is told. @param sidecarFolder what the sidecar's folder is called where it runs */
    public List<String> sidecarArguments(String sidecarFolder) {
        Manifest manifest = version.manifest();
        return List.of(
                "--dir",
                sidecarFolder,
                "--plugin",
                instance,
                "--pool",
                manifest.pool(),
                "--set",
                // A Java plugin attaches over shared memory; others find the Unix socket.
                manifest.command().isEmpty() ? "sidecar.grpc=false" : "sidecar.grpc.port=0",
                "--set",
                "sidecar.egress=" + !manifest.egress().isEmpty());
    }
}
