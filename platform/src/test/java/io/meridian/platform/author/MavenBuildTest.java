package io.meridian.platform.author;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MavenBuildTest {
    @TempDir
    private Path folder;

    private Path module;

    @BeforeEach
    void buildOfThreeFloors() throws IOException {
        module = folder.resolve("examples/mine");
        pom(folder, "<modules><module>plugins</module></modules>");
        pom(folder.resolve("plugins"), "<modules><module>other</module> <module> ../examples/mine </module></modules>");
        pom(module, "");
        for (String name : List.of("a/AlphaTest", "a/b/BetaTest", "a/Helper")) {
            Path file = module.resolve("src/test/java").resolve(name + ".java");
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    private static void pom(Path where, String text) throws IOException {
        Files.createDirectories(where);
        Files.writeString(where.resolve("pom.xml"), "<project>" + text + "</project>");
    }

    @Test
    void shouldTestItAloneFromTheTopWhenItIsAModuleOfALargerBuild() {
        MavenBuild build = new MavenBuild(module);
        assertEquals(folder, build.folder());
        assertEquals(
                "mvn -B -ntp -q test -pl examples/mine -am -Dtest=a/AlphaTest,a/b/BetaTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false",
                String.join(" ", build.command(true, false)));
    }

    @Test
    void shouldOnlyCompileWhenItsTestsAreLeftOut() {
        assertEquals(
                "mvn -B -ntp -q process-classes -o -pl examples/mine -am",
                String.join(" ", new MavenBuild(module).command(false, true)));
    }

    @Test
    void shouldRunNoTestsWhenAModuleHasNone() throws IOException {
        Path bare = folder.resolve("plugins/other");
        pom(bare, "");
        assertEquals(
                "mvn -B -ntp -q process-classes -pl plugins/other -am",
                String.join(" ", new MavenBuild(bare).command(true, false)));
    }

    @Test
    void shouldBuildItWhereItIsWhenNoBuildAboveNamesIt() throws IOException {
        Path alone = folder.resolve("examples/alone");
        pom(alone, "");
        MavenBuild build = new MavenBuild(alone);
        assertEquals(alone, build.folder());
        assertEquals("mvn -B -ntp -q test", String.join(" ", build.command(true, false)));
    }
}
