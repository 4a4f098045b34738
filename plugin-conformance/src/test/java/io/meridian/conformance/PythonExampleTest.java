package io.meridian.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.conformance.Result.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plugin in another language than ours, over gRPC: what it does is right, and what is made wrong in it is found. */
@Tag("server")
final class PythonExampleTest {
    @TempDir
    private Path generated;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("mk");
    }

    @AfterEach
    void removeFolder() throws IOException {
        Files.delete(folder);
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldPassTheLifecycleAndMessageGroupsWhenItIsTheExample() throws Exception {
        List<Result> results = new Conformance(PythonExample.subject(generated, null), folder)
                .run(EnumSet.of(Group.LIFECYCLE, Group.MESSAGES), result -> {});

        List<String> failures = results.stream()
                .filter(result -> result.outcome() == Outcome.FAILED)
                .map(result -> result.check().id() + " " + result.check().title() + ": " + result.text())
                .toList();
        assertEquals(List.of(), failures);
        Set<String> skipped = results.stream()
                .filter(result -> result.outcome() == Outcome.SKIPPED)
                .map(result -> result.check().id())
                .collect(Collectors.toSet());
        assertEquals(Set.of("L33"), skipped, "what does not concern a plugin that keeps state");
    }

    private Result check(String id, String change) throws Exception {
        String script = """
            import sys, time, os, signal
            import sidecar
            from sidecar import pb, Sidecar, SidecarLost
            import sum_plugin
            old_manifest = sidecar.read_manifest
            %s
            sidecar.__file__ = os.path.join(%s, "sidecar.py")
            sys.exit(sidecar.run(sum_plugin.Sum()))
            """.formatted(change, "\"" + PythonExample.FOLDER + "\"");
        Check check = Conformance.checks().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
        return new Conformance(PythonExample.subject(generated, script), folder).run(check);
    }

    private void assertFound(String id, String complaint, String change) throws Exception {
        Result result = check(id, change);
        assertEquals(Outcome.FAILED, result.outcome(), id + " " + result.text());
        assertTrue(result.text().contains(complaint), result.text());
    }

    @Test
    void shouldPassWhenNothingIsChanged() throws Exception {
        assertEquals(Outcome.PASSED, check("M02", "").outcome());
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldFindWhatIsWrongInTheLifeOfAPlugin() throws Exception {
        String manifest = "sidecar.read_manifest = lambda path: {**old_manifest(path), %s}";
        assertFound("L04", "id should be python-sum", manifest.formatted("'id': 'other'"));
        assertFound("L07", "publishes should be", manifest.formatted("'publishes': []"));
        assertFound("L09", "state SNAPSHOT should be true", manifest.formatted("'state': 'NONE'"));
        assertFound("L12", "it did not subscribe", "Sidecar.subscribe = lambda self, pattern: None");
        assertFound("L13", "examples.**", """
            old = Sidecar.subscribe
            Sidecar.subscribe = lambda self, pattern: old(self, "examples.**")\
            """);
        assertFound("L10", "calls without a session", """
            old = Sidecar.attach
            def attach(self):
                old(self)
                kept, self.metadata = self.metadata, ()
                self.calls["Heartbeat"](pb.HeartbeatRequest(health=pb.HEALTHY), timeout=5)
                self.metadata = kept
            Sidecar.attach = attach\
            """);
        assertFound("L14", "heartbeats, not 3", "Sidecar.beat = lambda self: None");
        assertFound("L20", "it ended without Leave", "Sidecar.leave = lambda self: None");
        assertFound("L21", "it is still there", """
            import threading
            threading.Event.is_set = lambda self: False\
            """);
        assertFound("L24", "times in 2 s", "sidecar.FIRST_PAUSE_S = sidecar.LONGEST_PAUSE_S = 0.01");
        assertFound("L30", "did not call LoadState", "Sidecar.load = lambda self: None");
        assertFound("L31", "did not call SaveState", "Sidecar.save = lambda self: None");
        assertFound(
                "L32",
                "came back as another",
                "sum_plugin.Sum.save_state = lambda self: os.urandom(8)\n"
                        + "sum_plugin.Sum.load_state = lambda self, state, version: None");
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldFindWhatIsWrongWithTheMessagesOfAPlugin() throws Exception {
        String handle = "sum_plugin.Sum.on_message = %s";
        assertFound("M02", "with", handle.formatted("lambda self, message: 1 / 0"));
        assertFound("M03", "settled, and only", """
            old = Sidecar.handle
            def handle(self, event, outbox, profile):
                if event.HasField("delivery"):
                    event.delivery.delivery += 1000
                old(self, event, outbox, profile)
            Sidecar.handle = handle\
            """);
        assertFound("M05", "of 2000 come", """
            old = Sidecar.handle
            def handle(self, event, outbox, profile):
                class Box:
                    put = lambda this, request: request.HasField("settle") and outbox.put(request)
                old(self, event, Box(), profile)
            Sidecar.handle = handle\
            """);
        assertFound("M06", "process ended", handle.formatted("lambda self, message: message.payload or os._exit(3)"));
        assertFound(
                "P01",
                "it published to examples.other",
                handle.formatted("lambda self, message: self.publish('examples.other', b'1', 'text/plain')"));
        assertFound(
                "P02",
                "examples.*",
                handle.formatted("lambda self, message: self.publish('examples.*', b'1', 'text/plain')"));
        assertFound(
                "P03", "has neither", handle.formatted("lambda self, message: self.publish('examples.sum', b'1', '')"));
        assertFound("P05", "has profile=FAST", "Sidecar.is_durable = lambda self, topic: False");
        assertFound("P06", "is far from now", "time.time_ns = lambda: 5");
        assertFound(
                "P07",
                "bytes",
                handle.formatted("lambda self, message: self.publish('examples.sum', bytes(70000), 'text/plain')"));
    }
}
