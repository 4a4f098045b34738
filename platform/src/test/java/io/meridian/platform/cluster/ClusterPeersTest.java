package io.meridian.platform.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.setting.Settings;
import io.meridian.cluster.ClusterNode;
import io.meridian.cluster.ClusterSettings;
import io.meridian.devservers.FreePorts;
import io.meridian.manager.api.Peers.Followed;
import io.meridian.manager.basis.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node of two, whose other never comes: nothing can be decided, and what it knows can be asked all the same. */
final class ClusterPeersTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private ClusterNode node;
    private ClusterNews news;
    private ClusterPeers peers;

    @BeforeEach
    void open() throws IOException {
        Map<String, String> values = Map.of(
                "cluster.node",
                "a",
                "cluster.seeds",
                "a@127.0.0.1:" + FreePorts.next() + ",b@127.0.0.1:" + FreePorts.next());
        ClusterSettings settings =
                ClusterSettings.of(Settings.of(List.of(ClusterSettings.SCHEMA), values), folder.resolve("a"));
        node = ClusterNode.open(settings, true, InstantSource.system(), said::add);
        news = new ClusterNews(node, said::add);
        peers = new ClusterPeers(node, news);
    }

    @AfterEach
    void close() {
        news.close();
        node.close();
    }

    @Test
    void shouldFollowThePluginsThatAreWanted() throws Exception {
        news.tellOfPlugins(Map.of("good", Map.of("health", "OK"), "bad", Map.of("health", "FAILED")));
        try (Followed followed = peers.follow("plugins", "fields.health != \"OK\" && name.startsWith(\"b\")")) {
            Map<String, Object> bad = Map.of("health", "FAILED", "toldBy", "a");
            assertEquals(List.of(Map.of("kind", "ENTER", "name", "bad", "fields", bad)), followed.take(SOON));
            news.tellOfPlugins(Map.of("good", Map.of("health", "FAILED")));
            assertEquals(List.of(Map.of("kind", "LEAVE", "name", "bad", "fields", bad)), followed.take(SOON));
            assertEquals(1, news.liveFigures().active());
            assertEquals(2, news.liveFigures().told());
        }
        assertEquals(0, news.liveFigures().active());
    }

    @Test
    void shouldSayWhatIsWrongWithAQuestion() {
        Refusal map = assertThrows(Refusal.class, () -> peers.follow("orders", ""));
        assertEquals(Refusal.Kind.INVALID, map.kind());
        assertTrue(map.getMessage().contains("nodes and plugins"), map::getMessage);
        Refusal filter = assertThrows(Refusal.class, () -> peers.follow("plugins", "fields.health ="));
        assertEquals(Refusal.Kind.INVALID, filter.kind());
        assertTrue(filter.getMessage().contains("such as: fields.health"), filter::getMessage);
    }

    @Test
    void shouldTakeOrRefuseAnyFilter() {
        Random random = new Random(20_261_201);
        String letters = "fields.name\"'()[]{}&|!=<>+-*/%,:?0123456789 \n\u00e9\ud83d\ude00";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                peers.follow("plugins", text.toString()).close();
            } catch (Refusal refused) {
                assertEquals(Refusal.Kind.INVALID, refused.kind(), text::toString);
            }
        }
        assertEquals(0, news.liveFigures().active());
    }

    @Test
    void shouldSeeTheClusterAsTheNodeDoes() {
        Map<String, Object> view = peers.view();
        assertEquals(true, view.get("clustered"));
        assertEquals("a", view.get("node"));
        assertEquals(false, view.get("healthy"));
        assertEquals("", view.get("leader"));
    }
}
