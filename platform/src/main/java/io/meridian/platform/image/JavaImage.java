package io.meridian.platform.image;

import io.meridian.manager.basis.FolderTree;
import io.meridian.manager.runtime.docker.DockerImages;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.plugin.ZipFolder;
import io.meridian.platform.settings.ManagerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An image in the making: from nothing, with a Java that has what servers use, and jars. */
final class JavaImage implements AutoCloseable {
    private static final String MODULES = "java.compiler,java.instrument,java.logging,java.management,java.naming,"
        + "java.net.http,java.prefs,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.xml,"
        + "jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.security.auth,"
        + "jdk.unsupported,jdk.zipfs";
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");
    /** Above 10000; the manager gives each container a number of its own. */
    private static final int USER = 10_001;

    private static final String DOCKERFILE = """
        FROM scratch
        COPY java /
        COPY app /app
        USER %d:%d
        ENTRYPOINT ["/java/bin/java", "@/app/arguments"]
        """.formatted(USER, USER);

    private final Path context;
    private final Path app;
    private final List<String> classPath = new ArrayList<>();

    JavaImage() throws IOException {
        context = Files.createTempDirectory("meridian-image-");
        app = Files.createDirectories(context.resolve("app/lib")).getParent();
    }

    /** What is on the class path, in this order. */
    void jars(List<Path> entries) throws IOException {
        for (Path entry : entries) {
            String name = "%03d-%s".formatted(classPath.size(), entry.getFileName());
            String jar = name.endsWith(".jar") ? name : name + ".jar";
            Files.write(app.resolve("lib").resolve(jar), ZipFolder.jar(entry));
            classPath.add("/app/lib/" + jar);
        }
    }

    /**
     * Builds it.
     *
     * @param manifest of a plugin, or null
     * @param options of the JVM beside those that all of ours need
     * @param main the class to run, and what it is told
     */
    void build(String tag, String manifest, List<String> options, List<String> main) throws IOException {
        makeJava();
        List<String> arguments = new ArrayList<>(List.of(
                "-XX:+UseSerialGC",
                "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED",
                "--add-opens java.base/java.util.zip=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED"));
        arguments.addAll(options);
        arguments.add("-cp " + String.join(":", classPath));
        arguments.addAll(main);
        Files.write(app.resolve("arguments"), arguments);
        Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
        List<String> command = new ArrayList<>(List.of("docker", "build", "-q", "-t", tag));
        if (manifest != null) {
            command.addAll(List.of("--label", DockerImages.MANIFEST_LABEL + "=" + manifest));
        }
        command.add(context.toString());
        run(command, "The image cannot be built. Does Docker run, and may you use it?");
    }

    private void makeJava() throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        Path jlink = home.resolve("bin/jlink");
        if (!Files.isExecutable(jlink)) {
            throw CommandException.failed(
                    "There is no jlink in " + home + ", which makes the small Java of an image. Run this with a JDK.");
        }
        Path root = Files.createDirectories(context.resolve("java"));
        run(
                List.of(
                        jlink.toString(),
                        "--add-modules",
                        MODULES,
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        root.resolve("java").toString()),
                "The small Java cannot be made.");
        for (Path library : libraries(root.resolve("java"))) {
            Path to = root.resolve("." + library).normalize();
            Files.createDirectories(to.getParent());
            Files.copy(library, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** What the programs and libraries of this Java need of the machine they run on. */
    private static Set<Path> libraries(Path java) throws IOException {
        List<Path> programs;
        try (Stream<Path> files = Files.walk(java)) {
            programs = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".so") || file.endsWith("bin/java"))
                    .toList();
        }
        List<String> command = new ArrayList<>(List.of("ldd"));
        programs.forEach(program -> command.add(program.toString()));
        Matcher lines = LIBRARY.matcher(run(command, "What the small Java needs cannot be told."));
        Set<Path> all = new TreeSet<>();
        while (lines.find()) {
            Path library = Path.of(lines.group(1));
            if (!library.startsWith(java)) {
                all.add(library);
            }
        }
        return all;
    }

    private static String run(List<String> command, String failure) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        new BusOptions()
                .read()
                .find(ManagerSettings.DOCKER_HOST)
                .ifPresent(host -> builder.environment().put("DOCKER_HOST", host));
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw CommandException.failed(
                        failure + "\n" + said.lines().limit(20).collect(Collectors.joining("\n")));
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("Interrupted.");
        } catch (IOException missing) {
            throw CommandException.failed("The program '" + command.getFirst() + "' cannot be run: "
                    + missing.getMessage() + ". Install it.");
        }
    }

    @Override
    public void close() {
        FolderTree.delete(context);
    }
}
