package io.meridian.platform.image;

import io.meridian.platform.cli.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an image is given of the machine that makes it: a small Java, programs, and the libraries that these need. */
final class MachineFiles {
    private static final String MODULES = "java.compiler,java.instrument,java.logging,java.management,java.naming,"
        + "java.net.http,java.prefs,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.xml,"
        + "jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.security.auth,"
        + "jdk.unsupported,jdk.zipfs";
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");
    private static final String PROGRAMS = "usr/bin";

    private final Path root;

    /** @param root the folder that becomes the root of the image */
    MachineFiles(Path root) {
        this.root = root;
    }

    /** A Java with what servers use, as {@code /java}. @param besides further modules; of one for screens all that draws is left out */
    void addJava(List<String> besides) throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        Path jlink = home.resolve("bin/jlink");
        if (!Files.isExecutable(jlink)) {
            throw CommandException.failed(
                    "There is no jlink in " + home + ", which makes the small Java of an image. Run this with a JDK.");
        }
        Path java = root.resolve("java");
        Programs.run(List.of(
                        jlink.toString(),
                        "--add-modules",
                        String.join(
                                ",",
                                Stream.concat(Stream.of(MODULES), besides.stream())
                                        .toList()),
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--exclude-files=glob:/java.desktop/lib/**",
                        "--output",
                        java.toString()))
                .orFail("The small Java cannot be made.");
        try (Stream<Path> files = Files.walk(java)) {
            addLibraries(files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".so") || file.endsWith("bin/java"))
                    .toList());
        }
    }

    /** A program that is in the PATH here, in {@code /usr/bin} there. */
    void addProgram(String name) throws IOException {
        Path program = find(name);
        Path to = root.resolve(PROGRAMS).resolve(name);
        Files.createDirectories(to.getParent());
        Files.copy(program, to, StandardCopyOption.COPY_ATTRIBUTES);
        addLibraries(List.of(program));
    }

    private static Path find(String name) throws IOException {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return program.toRealPath();
            }
        }
        throw CommandException.failed(
                "The program '" + name + "' goes into the image, and is not in the PATH here. Install it.");
    }

    /** What these programs and libraries need of this machine. */
    void addLibraries(List<Path> programs) throws IOException {
        List<String> command = new ArrayList<>(List.of("ldd"));
        programs.forEach(program -> command.add(program.toString()));
        // It ends with 1 for a program that needs none.
        Matcher lines = LIBRARY.matcher(Programs.run(command).said());
        Set<Path> all = new TreeSet<>();
        while (lines.find()) {
            all.add(Path.of(lines.group(1)));
        }
        all.removeIf(library -> library.startsWith(root));
        for (Path library : all) {
            Path to = root.resolve("." + library).normalize();
            Files.createDirectories(to.getParent());
            Files.copy(library, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
