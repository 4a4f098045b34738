package io.meridian.manager.kill;

import io.meridian.sidecar.control.ControlSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Sidecars on this machine that somebody else started. They hear a kill on the bus, but a release only at their control sockets: so who throws the switch has to
 * know where those are.
 *
 * @param folder one folder for each, called as its instance; null: there are none
 */
public record Neighbours(Path folder) {
    /** Those that run now, and their folders. One whose socket is not there does not run; its latch of before holds when it comes back. */
    public Map<String, Path> running() {
        Map<String, Path> running = new TreeMap<>();
        if (folder == null || !Files.isDirectory(folder)) {
            return running;
        }
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(each -> Files.exists(each.resolve(ControlSocket.FILE)))
                    .forEach(each -> running.put(each.getFileName().toString(), each));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
        return running;
    }
}
