package io.meridian.platform.image;

import io.meridian.manager.basis.FolderTree;
import io.meridian.platform.plugin.ZipFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** An image in the making: from nothing, with a Java that has what servers use, and jars. The same jars give the same image. */
final class JavaImage implements AutoCloseable {
    /** The user of its containers. Above 10000; the manager gives each container a number of its own. */
    static final int USER = 10_001;

    /** Where what is run lies in it. */
    static final String APP = "/app";
    /** How all of ours start Java. */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens java.base/java.util.zip=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED");

    private final Path making;
    private final Path system;
    private final Path app;
    private final Path natives;
    private final MachineFiles machine;
    private final Map<Path, String> jars = new HashMap<>();
    private final Map<String, String> labels = new TreeMap<>();
    private final Set<String> writable = new TreeSet<>();
    private List<String> modules = List.of();
    private List<String> entryPoint = List.of("/java/bin/java", "@" + APP + "/arguments");

    JavaImage() throws IOException {
        making = Files.createTempDirectory("meridian-image-");
        system = Files.createDirectories(making.resolve("system"));
        app = Files.createDirectories(making.resolve("whole/app"));
        natives = Files.createDirectories(making.resolve("natives"));
        machine = new MachineFiles(system);
        Files.createDirectories(system.resolve("tmp"));
        Files.createDirectories(system.resolve("usr/bin"));
        Files.createSymbolicLink(system.resolve("bin"), Path.of("usr/bin"));
    }

    /** What of the machine that makes it is in it. */
    MachineFiles machine() {
        return machine;
    }

    /** Puts jars, or folders of classes, into it, each once. @return their places there, in this order */
    List<String> jars(List<Path> entries) throws IOException {
        List<String> places = new ArrayList<>();
        for (Path entry : entries) {
            String place = jars.get(entry);
            if (place == null) {
                String name = "%03d-%s".formatted(jars.size(), entry.getFileName());
                place = "/lib/" + (name.endsWith(".jar") ? name : name + ".jar");
                Path file = app.resolve("." + place).normalize();
                Files.createDirectories(file.getParent());
                if (Files.isDirectory(entry)) {
                    Files.write(file, ZipFolder.jar(entry));
                } else {
                    NativeCode.copy(entry, file, ImageArchive.architecture(), natives);
                }
                jars.put(entry, place);
            }
            places.add(APP + place);
        }
        return places;
    }

    /** A file of what is run. @param name below {@link #APP} */
    void put(String name, byte[] bytes) throws IOException {
        Path file = app.resolve("." + name).normalize();
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    /** A script that is found by its name, and begins a container when it is the first. */
    void script(String name, String text) throws IOException {
        Path file = making.resolve("whole/usr/bin").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException(file + " cannot be made a program");
        }
    }

    /** A folder for what lasts, which the user of its containers may write to. */
    void data(String folder) throws IOException {
        Files.createDirectories(making.resolve("whole" + folder));
        writable.add(folder);
    }

    void label(String name, String value) {
        labels.put(name, value);
    }

    /** Modules of Java that it needs besides. */
    void modules(String... names) {
        modules = List.of(names);
    }

    void begins(String... command) {
        entryPoint = List.of(command);
    }

    /** The file with the arguments for Java. @param options beside those that all of ours need @param main the class, and what it is told */
    void arguments(List<String> classPath, List<String> options, List<String> main) throws IOException {
        List<String> arguments = new ArrayList<>(OPTIONS);
        arguments.addAll(options);
        arguments.add("-cp " + String.join(":", classPath));
        arguments.addAll(main);
        put("/arguments", (String.join("\n", arguments) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Gives it to Docker, which may have it already. */
    void load(String tag) throws IOException {
        ImageArchive archive = archive(tag);
        if (isThere(archive.id())) {
            Programs.run(List.of("docker", "tag", archive.id(), tag))
                    .orFail("The image is there, and cannot be called " + tag + ".");
            return;
        }
        Process load = Programs.start(List.of("docker", "load", "-q"));
        try (OutputStream in = load.getOutputStream()) {
            archive.write(in);
        } catch (IOException broken) {
            // It says itself why it takes no more.
        }
        Programs.end(load).orFail("Docker does not take the image. Does it run, and may you use it?");
    }

    /** Writes it to a file that {@code docker load} takes. */
    void write(String tag, Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            archive(tag).write(out);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isThere(String id) throws IOException {
        return Programs.run(List.of("docker", "image", "inspect", "--format", "{{.Id}}", id))
                        .exit()
                == 0;
    }

    private ImageArchive archive(String tag) throws IOException {
        machine.addJava(modules);
        try (Stream<Path> code = Files.list(natives)) {
            machine.addLibraries(code.toList());
        }
        String home = writable.isEmpty() ? "/tmp" : writable.iterator().next();
        return new ImageArchive(
                tag,
                List.of(
                        ImageLayer.of(system, making.resolve("system.tar"), Set.of(), USER),
                        ImageLayer.of(making.resolve("whole"), making.resolve("app.tar"), writable, USER)),
                new ImageArchive.Start(
                        entryPoint,
                        List.of("PATH=/usr/bin:/java/bin", "LANG=C.UTF-8", "HOME=" + home),
                        USER,
                        home,
                        labels));
    }

    @Override
    public void close() {
        FolderTree.delete(making);
    }
}
