package io.meridian.platform.image;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Installation;
import io.meridian.platform.cli.Output;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.plugin.ZipFolder;
import io.meridian.platform.server.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code meridian image platform}. */
@Command(
        name = "platform",
        description = {
            "Builds the image of the platform: the command meridian with all it can do, the servers of the bus that"
                    + " come as jars, and the reference plugins. Its containers run as a user without rights; what"
                    + " lasts is in /var/lib/meridian.",
            "deploy/compose says how the services run from it."
        },
        footer = {"", "  meridian image platform", "  docker run --rm meridian:0.1.0 engines"})
public final class PlatformImageCommand implements Callable<Integer> {
    /** Of this version. */
    public static final String NAME = "meridian:0.1.0";

    private static final String DATA = "/var/lib/meridian";
    /** A volume that is put over one of these is the user's from the start. */
    private static final List<String> SERVICES =
            List.of("bus", "kernel", "store", "spool", "audit", "manager", "backtests", "services");

    private static final List<String> PLUGIN_FOLDERS = List.of("plugins", "examples");
    /** What the manager starts and ends processes with, and a shell for the scripts, which asks how large a terminal is. */
    private static final List<String> PROGRAMS = List.of("sh", "stty", "prlimit", "setsid", "kill", "sleep");

    @Option(names = "--name", paramLabel = "NAME:TAG", description = "What it is called. Default: ${DEFAULT-VALUE}.")
    private String name = NAME;

    @Option(
            names = "--with",
            paramLabel = "PROGRAM",
            description = "A program of this machine that goes into it, such as nats-server.")
    private List<String> programs = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Writes a file for 'docker load' in place of loading it here. This takes no Docker.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        build(name, programs, out);
        Output.out()
                .println(
                        out == null
                                ? "Built " + name + "."
                                : "Wrote " + out + ", " + (Files.size(out) >> 20) + " MiB: docker load -i " + out);
        return 0;
    }

    /** Builds it from what runs here. @param out a file to write, or null to load it into Docker */
    public static void build(String name, List<String> programs, Path out) throws IOException {
        try (JavaImage image = new JavaImage()) {
            for (String program : PROGRAMS) {
                image.machine().addProgram(program);
            }
            for (String program : programs) {
                image.machine().addProgram(program);
            }
            List<String> classPath = image.jars(existing(JavaCommand.classPath()));
            for (String folder : PLUGIN_FOLDERS) {
                for (Path plugin : plugins(Installation.home().resolve(folder))) {
                    addPlugin(image, folder, PluginProject.upToDate(plugin));
                }
            }
            for (Path jar : kafka()) {
                image.put("/lib/kafka-broker/" + jar.getFileName(), Files.readAllBytes(jar));
            }
            image.arguments(
                    classPath,
                    List.of(
                            "-Dslf4j.internal.verbosity=ERROR",
                            "-Dmeridian.home=" + JavaImage.APP,
                            "-Dmeridian.kafka.jars=" + JavaImage.APP + "/lib/kafka-broker"),
                    List.of());
            for (String script : List.of("meridian", "meridian-ready", "meridian-kafka")) {
                image.script(script, resource(script));
            }
            // A broker of Kafka tells itself of changes as beans do.
            image.modules("java.desktop");
            image.data(DATA);
            for (String service : SERVICES) {
                image.data(DATA + "/" + service);
            }
            image.begins("/usr/bin/meridian");
            image.label("org.opencontainers.image.title", "Meridian");
            image.label("org.opencontainers.image.version", name.substring(name.lastIndexOf(':') + 1));
            if (out == null) {
                image.load(name);
            } else {
                image.write(name, out.toAbsolutePath());
            }
        }
    }

    private static List<Path> existing(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
    }

    /** Those in Java: what others need is not in the image. */
    private static List<Path> plugins(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.sorted().toList()) {
                if (Files.exists(each.resolve("plugin.jar")) || Files.exists(each.resolve("target/classpath.txt"))) {
                    found.add(each);
                }
            }
        }
        return found;
    }

    /** As it lies in a release: {@code plugin.jar}, its manifest, and where the jars are that it uses. */
    private static void addPlugin(JavaImage image, String folder, PluginProject project) throws IOException {
        String place = "/" + folder + "/" + project.folder().getFileName() + "/";
        List<Path> entries = project.classPath().stream().map(Path::of).toList();
        image.put(place + "plugin.jar", ZipFolder.jar(entries.getFirst()));
        image.put(place + "plugin.yaml", Files.readAllBytes(project.manifestFile()));
        image.put(
                place + "classpath.txt",
                String.join(":", image.jars(entries.subList(1, entries.size()))).getBytes(StandardCharsets.UTF_8));
    }

    private static List<Path> kafka() throws IOException {
        String folder = System.getProperty("meridian.kafka.jars");
        if (folder == null || !Files.isDirectory(Path.of(folder))) {
            throw CommandException.failed("The jars of the Kafka broker are missing in " + folder
                    + ". Gather them: mvn -q generate-resources -pl dev-servers/kafka-broker");
        }
        try (Stream<Path> jars = Files.list(Path.of(folder))) {
            return jars.sorted().toList();
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = PlatformImageCommand.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static String resource(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }
}
