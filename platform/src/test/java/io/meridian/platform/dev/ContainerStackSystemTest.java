package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.platform.Alone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ./launch_dev.sh --docker}: from an image that is built here to a strategy that trades in containers, whose launcher is killed; with a real Docker. */
@Tag("server")
@Timeout(value = 420, unit = TimeUnit.SECONDS)
@Alone({Alone.NETWORK, Alone.STACK})
final class ContainerStackSystemTest extends ContainerTerminals {
    private static final Pattern PAGES = Pattern.compile("http://127.0.0.1:(\\d+)/#setup=(\\S+)");
    private static final Pattern FILLS = Pattern.compile("\"fills\":([1-9]\\d*)");

    @Test
    void shouldTradeInContainersThatMayDoLittleAndLeaveNothing() throws Exception {
        requireCompose();
        Process up = start("launch_dev.sh", Map.of(), "--docker", "--name", stack, "--rate", "100", "--json");
        awaitOrEnd(
                up,
                () -> FILLS.matcher(Files.readString(outputs.resolve("out1"))).find(),
                "nothing was filled");

        Matcher pages = PAGES.matcher(Files.readString(outputs.resolve("err1")));
        assertTrue(pages.find(), "it says where the pages are");
        int port = Integer.parseInt(pages.group(1));
        assertEquals(200, status(port), "the pages answer at the port that is said");
        eachMayDoLittle(port);

        Run status = launch(Map.of(), "status", "--name", stack);
        assertEquals(0, status.exit(), status::toString);
        assertTrue(status.out().contains("kernel") && status.out().contains("healthy"), status::toString);
        Run logs = launch(Map.of(), "logs", "kernel", "--name", stack);
        assertTrue(logs.out().contains("ready kernel"), logs::toString);
        Run restart = launch(Map.of(), "restart", "kernel", "--name", stack);
        assertEquals(0, restart.exit(), restart::toString);

        up.destroyForcibly().waitFor();
        assertFalse(containers().isEmpty(), "its containers outlive a launcher that was killed");
        Run down = launch(Map.of(), "down", "--name", stack);
        assertEquals(0, down.exit(), down::toString);
        assertEquals(List.of(), containers());
        assertEquals(List.of(), ask(Map.of(), "docker", "network", "ls", "-q", "--filter", project()));
        assertFalse(isOpen(port), "the port of the pages is free again");
        assertEquals(
                1,
                ask(Map.of(), "docker", "volume", "ls", "-q", "--filter", "name=meridian-" + stack + "_data")
                        .size());
        Run reset = launch(Map.of(), "reset", "--yes", "--name", stack);
        assertEquals(0, reset.exit(), reset::toString);
        assertEquals(List.of(), ask(Map.of(), "docker", "volume", "ls", "-q", "--filter", project()));
    }

    @Test
    void shouldMakeTheSameImageTwice() throws Exception {
        Path first = outputs.resolve("first.tar");
        Path second = outputs.resolve("second.tar");
        for (Path file : List.of(first, second)) {
            Run built = run("meridian", Map.of(), "image", "platform", "--out", file.toString());
            assertEquals(0, built.exit(), built::toString);
        }
        assertEquals(-1, Files.mismatch(first, second));
        long mebibytes = Files.size(first) >> 20;
        System.out.println("containers: the image of the platform has " + mebibytes + " MiB");
        assertTrue(mebibytes < 350, "it has " + mebibytes + " MiB");
    }

    /** What may fail while it is not there yet. */
    @FunctionalInterface
    private interface Look {
        boolean isSo() throws IOException;
    }

    private void awaitOrEnd(Process up, Look look, String otherwise) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        while (!look.isSo()) {
            assertTrue(up.isAlive() && System.nanoTime() < deadlineNs, () -> otherwise + "\n" + errors());
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private String errors() {
        try {
            return Files.readString(outputs.resolve("err1"))
                    + String.join("\n", ask(Map.of(), "docker", "ps", "-a", "--filter", project()));
        } catch (Exception e) {
            return e.toString();
        }
    }
}
