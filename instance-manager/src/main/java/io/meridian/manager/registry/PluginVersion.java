package io.meridian.manager.registry;

import io.meridian.plugin.contract.manifest.Manifest;
import java.time.Instant;

/** One version of a plugin. It never changes. @param notices what is odd about it, for who registered it */
public record PluginVersion(
        String plugin,
        String version,
        Artifact artifact,
        Manifest manifest,
        String registeredBy,
        Instant registeredAt,
        java.util.List<String> notices) {}
