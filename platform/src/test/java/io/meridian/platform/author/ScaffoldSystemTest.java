package io.meridian.platform.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.platform.Meridian;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of an author in an empty folder; the project that they make is built by Maven. {@code PageCommandsSystemTest} follows the tutorial, which
 * checks and runs it, too.
 */
final class ScaffoldSystemTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int meridian(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Meridian.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private Path project() {
        return folder.resolve("my-alpha");
    }

    private Path repository() {
        return folder.resolve("sdk");
    }

    private int make(String... more) {
        List<String> arguments = new ArrayList<>(List.of("new", "strategy", "my-alpha"));
        arguments.addAll(List.of(
                "--dir", project().toString(), "--sdk-repository", repository().toString()));
        arguments.addAll(List.of(more));
        return meridian(arguments.toArray(String[]::new));
    }

    private int update() {
        String sdk = repository().toString();
        return meridian("new", "--update", "--dir", project().toString(), "--sdk-repository", sdk);
    }

    private String all() {
        return out + "\n" + err;
    }

    private Path strategy() {
        return project().resolve("src/main/java/strategies/myalpha/MyAlpha.java");
    }

    @Test
    @Tag("server")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldBuildAndTestAsItStandsWhenMade() throws IOException {
        String path = project().toString();
        assertEquals(0, make(), this::all);
        assertEquals(0, meridian("test", path, "--offline"), this::all);
        assertTrue(out.toString().contains("The tests passed."), this::all);

        // A topic that is used and not declared: the build says so, and the command ends with 1.
        String source = Files.readString(strategy());
        String used = "publisher(\"platform.oms.command.x\");\n        if (averages.slow()";
        Files.writeString(strategy(), source.replace("if (averages.slow()", used));
        assertEquals(1, meridian("test", path, "--offline"), this::all);
        assertTrue(all().contains("Topic \"platform.oms.command.x\" is used here and not declared"), this::all);
    }

    @Test
    void shouldSayWhatItDidWhenAProjectIsMade() {
        assertEquals(0, make(), this::all);
        assertTrue(out.toString().contains("Made " + project()), this::all);
        assertTrue(out.toString().contains("Copied the SDK to " + repository()), this::all);
        for (String file : List.of("pom.xml", "README.md", ".gitignore", "settings", ".meridian/checksums")) {
            assertTrue(Files.exists(project().resolve(file)), file);
        }
        String jar = "io/meridian/plugin-sdk/0.1.0-SNAPSHOT/plugin-sdk-0.1.0-SNAPSHOT.jar";
        assertTrue(Files.exists(repository().resolve(jar)));
    }

    @Test
    void shouldTakeThePackageWhenOneIsNamed() throws IOException {
        assertEquals(0, make("--package", "com.acme.alpha", "--json"), this::all);
        assertTrue(out.toString().startsWith("{\"project\":"), this::all);
        assertTrue(Files.readString(project().resolve("src/main/java/com/acme/alpha/MyAlpha.java"))
                .startsWith("package com.acme.alpha;"));
        assertEquals(2, meridian("new", "strategy", "other", "--package", "com.class"), this::all);
        assertTrue(err.toString().contains("cannot be a package"), this::all);
    }

    @Test
    void shouldRefuseAFolderThatIsNotEmptyWhenAskedToMakeAProjectInIt() throws IOException {
        Files.createDirectories(project());
        Files.writeString(project().resolve("mine.txt"), "mine");
        assertEquals(2, make(), this::all);
        assertTrue(err.toString().contains("is not empty"), this::all);
        assertFalse(Files.exists(project().resolve("pom.xml")));
    }

    @Test
    void shouldUpdateOnlyWhatTheToolOwnsWhenRunAgain() throws IOException {
        assertEquals(0, make(), this::all);
        Path build = project().resolve(".meridian/build.xml");
        String current = Files.readString(build);
        Files.writeString(strategy(), "// mine");
        Files.writeString(project().resolve("pom.xml"), "<mine/>");
        Files.delete(build);

        assertEquals(0, update(), this::all);
        assertEquals(current, Files.readString(build));
        assertEquals("// mine", Files.readString(strategy()));
        assertEquals("<mine/>", Files.readString(project().resolve("pom.xml")));
        assertTrue(out.toString().contains("updated     .meridian/build.xml"), this::all);
        assertTrue(out.toString().contains("up to date  .mvn/maven.config"), this::all);
    }

    @Test
    void shouldReplaceWhatAnOlderToolWroteWhenItsAuthorDidNotTouchIt() throws IOException {
        assertEquals(0, make(), this::all);
        Path build = project().resolve(".meridian/build.xml");
        String current = Files.readString(build);
        OwnedFiles older = new OwnedFiles(project());
        Files.delete(build);
        older.write(".meridian/build.xml", "<older/>");
        older.save();

        assertEquals(0, update(), this::all);
        assertEquals(current, Files.readString(build));
    }

    @Test
    void shouldLeaveAFileAloneAndSaySoWhenItsAuthorChangedIt() throws IOException {
        assertEquals(0, make(), this::all);
        Path build = project().resolve(".meridian/build.xml");
        Files.writeString(build, "<changed/>");

        assertEquals(1, update(), this::all);
        assertEquals("<changed/>", Files.readString(build));
        assertTrue(out.toString().contains("left alone  .meridian/build.xml"), this::all);
    }

    @Test
    void shouldNameWhatIsWrongWhenManifestOrSettingsAre() throws IOException {
        Path plugin = Files.createDirectories(folder.resolve("plugin"));
        Path example = Path.of("").toAbsolutePath().getParent().resolve("examples/python/plugin.yaml");
        Files.copy(example, plugin.resolve("plugin.yaml"));
        assertEquals(0, meridian("validate", plugin.toString()), this::all);

        Files.writeString(plugin.resolve("settings"), "speed=3\nnonsense\n");
        assertEquals(1, meridian("validate", plugin.toString(), "--json"), this::all);
        assertTrue(out.toString().contains("\"valid\":false"), this::all);
        assertTrue(out.toString().contains("settings line 2: 'nonsense' is not name=value"), this::all);
        assertTrue(out.toString().contains("speed is no setting of python-sum"), this::all);

        Files.writeString(plugin.resolve("plugin.yaml"), "manifest: 1\nid: X\n");
        assertEquals(1, meridian("validate", plugin.toString()), this::all);
        assertTrue(out.toString().contains("plugin.yaml line 2"), this::all);
    }

    @Test
    void shouldSayHowToBuildWhenThereIsNoManifestYet() {
        assertEquals(0, make(), this::all);
        assertEquals(1, meridian("validate", project().toString()), this::all);
        assertTrue(err.toString().contains("mvn compile"), this::all);
    }
}
