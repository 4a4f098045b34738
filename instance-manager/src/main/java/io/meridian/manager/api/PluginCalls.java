package io.meridian.manager.api;

import io.meridian.manager.basis.Refusal;
import io.meridian.manager.registry.Artifact;
import io.meridian.manager.registry.ArtifactStore;
import io.meridian.manager.registry.PluginVersion;
import io.meridian.manager.registry.Plugins;
import io.meridian.manager.runtime.docker.DockerImages;
import java.util.Map;
import java.util.Optional;

/** Versions of plugins. */
final class PluginCalls {
    private final Plugins plugins;
    private final ArtifactStore artifacts;
    private final DockerImages images;

    /** @param images null where there are none */
    PluginCalls(Plugins plugins, ArtifactStore artifacts, DockerImages images) {
        this.images = images;
        this.plugins = plugins;
        this.artifacts = artifacts;
    }

    Map<String, ManagerCalls.Handler> handlers() {
        return Map.of(
                "listPlugins",
                        call -> Answer.page(
                                call, plugins.all(), version -> version.plugin() + " " + version.version(), Views::of),
                "registerPlugin", this::register,
                "getPluginVersion",
                        call -> Answer.ok(Views.of(plugins.get(call.value("plugin"), call.value("version")))));
    }

    private Answer register(Call call) {
        ArtifactStore.Received received = switch (call.contentType()) {
            case "application/java-archive" ->
                artifacts.receive(Artifact.Kind.JAR, call.content().get());
            case "application/zip" ->
                artifacts.receive(Artifact.Kind.BUNDLE, call.content().get());
            default -> null;
        };
        if (received == null) {
            return registerImage(call);
        }
        PluginVersion version = plugins.register(call.person(), received.artifact(), received.manifest(), null);
        return Answer.created(Views.of(version));
    }

    /** One that is not on this machine is fetched first; who asked asks again until it is there. */
    private Answer registerImage(Call call) {
        if (images == null) {
            throw Refusal.conflict("Images are run by the runtime 'docker', which this manager does not have: start it"
                    + " with manager.docker.host. Or register a jar or a folder.");
        }
        String name = call.text("image");
        try {
            Optional<DockerImages.Found> found = images.find(name);
            if (found.isEmpty()) {
                DockerImages.Progress progress = images.fetch(name);
                found = progress.isOver() ? images.find(name) : found;
                if (found.isEmpty()) {
                    return Answer.begun(Views.fields(
                            "image", name, "doneBytes", progress.doneBytes(), "totalBytes", progress.totalBytes()));
                }
            }
            DockerImages.Found image = found.get();
            return Answer.created(
                    Views.of(plugins.register(call.person(), image.artifact(), image.manifest(), image.tag())));
        } catch (IllegalStateException away) {
            throw Refusal.away(away.getMessage());
        }
    }
}
