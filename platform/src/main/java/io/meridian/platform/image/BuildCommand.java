package io.meridian.platform.image;

import io.meridian.manager.runtime.docker.DockerImages;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.plugin.contract.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meridian image build}. */
@Command(
        name = "build",
        description = {
            "Builds the image of a plugin in Java from the folder of its project, with all that it uses. It is tagged"
                    + " with its version, and has its manifest in the label " + DockerImages.MANIFEST_LABEL + ".",
            "A plugin in another language has a Dockerfile of its own; set that label there."
        },
        footer = {"", "  meridian image build examples/hello-strategy", "  meridian plugin register hello:0.1.0"})
final class BuildCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the project.")
    private Path folder;

    @Option(names = "--name", paramLabel = "NAME", description = "What it is called. Default: the plugin's id.")
    private String name;

    @Override
    public Integer call() throws IOException {
        PluginProject project = PluginProject.upToDate(folder);
        Manifest manifest = project.manifest();
        if (!manifest.command().isEmpty()) {
            throw CommandException.failed("This plugin is not in Java. Write a Dockerfile for it, and build it with the"
                    + " label: docker build --label \"" + DockerImages.MANIFEST_LABEL + "=$(cat plugin.yaml)\" -t "
                    + manifest.id()
                    + ":" + manifest.version() + " .");
        }
        String tag = (name == null ? manifest.id() : name) + ":" + manifest.version();
        try (JavaImage image = new JavaImage()) {
            image.label(DockerImages.MANIFEST_LABEL, Files.readString(project.manifestFile()));
            image.arguments(
                    image.jars(project.classPath().stream().map(Path::of).toList()),
                    List.of("-XX:MaxRAMPercentage=60", "-XX:TieredStopAtLevel=1"),
                    List.of("io.meridian.sdk.PluginMain", manifest.main()));
            image.load(tag);
        }
        Output.out().println("Built " + tag + ". Register it: meridian plugin register " + tag);
        return 0;
    }
}
