package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The same of stacks in containers, with the real Docker of this machine. */
abstract class ContainerTerminals extends StackTerminals {
    private static final String NOBODY = "10001:10001";

    /** Skips the test, loudly, where it cannot be run. */
    static void requireCompose() {
        assumeTrue(answers("docker", "version"), "SKIPPED, no Docker answers; ./test.sh starts one when it may");
        assumeTrue(answers("docker", "compose", "version"), "SKIPPED, there is no docker compose; ./test.sh says why");
    }

    private static boolean answers(String... command) {
        try {
            ask(Map.of(), command);
            return true;
        } catch (Exception | AssertionError none) {
            return false;
        }
    }

    /** What a program answers, line by line. */
    static List<String> ask(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + said);
        return said.lines().toList();
    }

    /** What tells the containers, networks and volumes of this test from others. */
    String project() {
        return "label=com.docker.compose.project=meridian-" + stack;
    }

    List<String> containers() throws Exception {
        return ask(Map.of(), "docker", "ps", "-q", "--filter", project());
    }

    /** None may do more than it must. @param others that are not of the platform's image */
    void eachMayDoLittle(int port, String... others) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker", "inspect"));
        command.addAll(containers());
        JsonNode all = new ObjectMapper().readTree(String.join("\n", ask(Map.of(), command.toArray(String[]::new))));
        List<String> published = new ArrayList<>();
        for (JsonNode each : all) {
            String name = each.path("Name").asText();
            JsonNode host = each.path("HostConfig");
            assertEquals("[\"ALL\"]", host.path("CapDrop").toString(), name);
            assertFalse(host.path("Privileged").asBoolean(), name);
            assertTrue(host.path("SecurityOpt").toString().contains("no-new-privileges"), name);
            assertTrue(host.path("PidsLimit").asInt() > 0 && host.path("Memory").asLong() > 0, name);
            if (!List.of(others)
                    .contains(
                            each.at("/Config/Labels/com.docker.compose.service").asText())) {
                assertTrue(host.path("ReadonlyRootfs").asBoolean(), name);
                assertTrue(host.path("CapAdd").isEmpty(), name);
                assertEquals(NOBODY, each.at("/Config/User").asText(), name);
            }
            host.path("PortBindings")
                    .forEach(bindings -> bindings.forEach(binding -> published.add(binding.path("HostIp")
                                    .asText() + ":" + binding.path("HostPort").asText())));
        }
        assertEquals(List.of("127.0.0.1:" + port), published);
    }

    static int status(int port) throws IOException {
        return ((HttpURLConnection)
                        URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection())
                .getResponseCode();
    }

    static boolean isOpen(int port) {
        try {
            return status(port) > 0;
        } catch (IOException closed) {
            return false;
        }
    }
}
