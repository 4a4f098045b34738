package io.meridian.platform.author;

import io.meridian.platform.cli.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A folder that Maven takes for a repository, with what an author compiles against. It is made from the jars that this
 * command itself runs with, so a project always gets the SDK of the platform it was made by, without a registry.
 */
final class SdkRepository {
    /** A module of the SDK: its name, a class of it that tells where it is, and what it needs of others. */
    private record Part(String name, String marker, List<String> needs) {}

    private static final List<Part> PARTS = List.of(
            new Part(
                    "plugin-contract",
                    "io.meridian.plugin.contract.memory.AttachMemory",
                    List.of(
                            "org.agrona:agrona:agrona",
                            "com.google.protobuf:protobuf-java:protobuf",
                            "org.snakeyaml:snakeyaml-engine:snakeyaml")),
            new Part("plugin-sdk", "io.meridian.sdk.Plugin", List.of("io.meridian:plugin-contract:meridian")),
            new Part("plugin-processor", "io.meridian.processor.PluginProcessor", List.of()));

    private final Path folder;
    private final Map<String, String> versions;

    SdkRepository(Path folder) {
        this.folder = folder;
        versions = versions();
    }

    /** Of the platform, and of what the SDK needs. */
    static Map<String, String> versions() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Template.text("versions.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> versions = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> versions.put(name, properties.getProperty(name)));
        return versions;
    }

    /**
     * Where the SDK lies for projects of this user.
     *
     * @param home of the user
     */
    static Path usualFolder(Path home) {
        return home.resolve(".meridian").resolve("sdk-repository");
    }

    Path folder() {
        return folder;
    }

    /** Writes all parts; those that are there are replaced. */
    void install() {
        try {
            for (Part part : PARTS) {
                install(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the SDK to folder=" + folder + ": " + e.getMessage(), e);
        }
    }

    private void install(Part part) throws IOException {
        String version = versions.get("meridian");
        Path place = folder.resolve("io/meridian").resolve(part.name()).resolve(version);
        Files.createDirectories(place);
        String name = part.name() + "-" + version;
        Path jar = place.resolve(name + ".jar.new");
        Path source = source(part);
        if (Files.isDirectory(source)) {
            pack(source, jar);
        } else {
            Files.copy(source, jar, StandardCopyOption.REPLACE_EXISTING);
        }
        // Others may be building against it: they see the old file or the new one, never half of it.
        Files.move(jar, place.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(place.resolve(name + ".pom"), pom(part));
    }

    private static Path source(Part part) {
        try {
            return Path.of(Class.forName(part.marker(), false, SdkRepository.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw CommandException.failed(
                    "This installation has no " + part.name() + ". Build it whole: ./meridian does.");
        }
    }

    /** Tests run with folders of classes in place of jars. */
    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                packed.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, packed);
                packed.closeEntry();
            }
        }
    }

    private String pom(Part part) {
        StringBuilder needs = new StringBuilder();
        for (String need : part.needs()) {
            String[] fields = need.split(":");
            needs.append("""
                    <dependency>
                      <groupId>%s</groupId>
                      <artifactId>%s</artifactId>
                      <version>%s</version>
                    </dependency>
                """.formatted(fields[0], fields[1], versions.get(fields[2])));
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>io.meridian</groupId>
              <artifactId>%s</artifactId>
              <version>%s</version>
              <dependencies>
            %s  </dependencies>
            </project>
            """.formatted(part.name(), versions.get("meridian"), needs);
    }
}
