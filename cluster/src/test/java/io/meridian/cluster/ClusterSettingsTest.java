package io.meridian.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.setting.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClusterSettingsTest {
    private static final String LOCAL = "a@127.0.0.1:7801,b@127.0.0.1:7802,c@127.0.0.1:7803";

    @Test
    void shouldBeNoClusterWithoutSeeds() {
        assertFalse(ClusterSettings.isWanted(settings(Map.of())));
        assertTrue(ClusterSettings.isWanted(settings(Map.of("cluster.seeds", LOCAL))));
    }

    @Test
    void shouldListenWhereItsSeedSays() {
        ClusterSettings of = of(Map.of("cluster.seeds", LOCAL, "cluster.node", "b"));
        assertEquals(7802, of.listen().port());
        assertEquals(Duration.ofSeconds(5), of.detection().confirmation());
        assertEquals(
                Duration.ofSeconds(20),
                of(Map.of("cluster.seeds", LOCAL, "cluster.node", "b", "cluster.detection", "LARGE"))
                        .detection()
                        .confirmation());
    }

    @Test
    void shouldSayWhatToDoWhenSettingsContradictEachOther() {
        refuses("CLUSTER_NODE=a", Map.of("cluster.seeds", LOCAL));
        refuses("CLUSTER_LISTEN=", Map.of("cluster.seeds", LOCAL, "cluster.node", "d"));
        refuses("init-tls", Map.of("cluster.seeds", "a@10.0.0.1:7800,b@10.0.0.2:7800", "cluster.node", "a"));
        refuses("init-tls", Map.of("cluster.seeds", LOCAL, "cluster.node", "d", "cluster.listen", "10.0.0.1:7800"));
        refuses("shorter than", Map.of("cluster.seeds", LOCAL, "cluster.node", "a", "cluster.confirmation", "1s"));
    }

    @Test
    void shouldRefuseSeedsThatAreNone() {
        for (String seeds : List.of("a", "a@", "@h:1", "A@h:1", "a@h", "a@h:0x,b@h:2", LOCAL + ",a@h:9", "a@h:1")) {
            assertThrows(RuntimeException.class, () -> settings(Map.of("cluster.seeds", seeds)), seeds);
        }
    }

    private static void refuses(String says, Map<String, String> values) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> of(values));
        assertTrue(refused.getMessage().contains(says), refused::getMessage);
    }

    private static ClusterSettings of(Map<String, String> values) {
        return ClusterSettings.of(settings(values), Path.of("none"));
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.of(List.of(ClusterSettings.SCHEMA), values);
    }
}
