package io.meridian.platform.docs;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meridian.plugin.contract.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ExampleManifestsTest {
    @Test
    void shouldReadTheManifestOfEveryExample() throws IOException {
        Path examples = Path.of("").toAbsolutePath().resolveSibling("examples");
        try (Stream<Path> files = Files.walk(examples)) {
            List<Path> manifests =
                    files.filter(file -> file.endsWith("plugin.yaml")).toList();
            assertFalse(manifests.isEmpty());
            manifests.forEach(file -> assertDoesNotThrow(() -> Manifest.read(file), file.toString()));
        }
    }

    @Test
    void shouldReadTheManifestThatThePageShows() throws IOException {
        CodeBlock shown = CodeBlock.of("docs/reference/manifest.md").getFirst();
        assertEquals("my-alpha", Manifest.parse(shown.text()).id());
    }
}
