package io.meridian.platform.image;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meridian image}. */
@Command(
        name = "image",
        description = {
            "Builds images: of the platform, of plugins, and of sidecars that run beside plugins in containers. It"
                    + " takes the command 'docker' and a daemon, and no registry: an image is a small Java, the"
                    + " libraries that it needs of this machine, and jars. The same jars give the same image."
        },
        subcommands = {BuildCommand.class, SidecarImageCommand.class, PlatformImageCommand.class})
public final class ImageCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say which image: 'build DIR' for a plugin, 'sidecar', or 'platform'.");
    }
}
