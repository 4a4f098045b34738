package io.meridian.sidecar.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SocketPathTest {
    @TempDir
    private Path folder;

    private Path deep() throws IOException {
        return Files.createDirectories(folder.resolve("a-folder-of-a-firm").resolve("d".repeat(90)));
    }

    @Test
    void shouldBeThePathItselfWhenThatFits() throws IOException {
        Path near = Path.of("/run/meridian/x/control.sock");
        assertEquals(near, SocketPath.of(near));
    }

    @Test
    void shouldLeadToASocketThatLiesDeep() throws IOException {
        Path socket = deep().resolve("control.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(SocketPath.of(socket)));
            assertTrue(Files.exists(socket), "it is in the folder itself");
            try (SocketChannel caller = SocketChannel.open(UnixDomainSocketAddress.of(SocketPath.toCall(socket)))) {
                assertTrue(caller.isConnected());
            }
        } finally {
            SocketPath.forget(deep());
        }
        SocketPath.forget(deep());
    }

    @Test
    void shouldLeaveNothingBehindOfWhoCallsNobody() throws IOException {
        Path called = SocketPath.toCall(deep().resolve("control.sock"));
        assertThrows(IOException.class, () -> SocketChannel.open(UnixDomainSocketAddress.of(called)));
        assertFalse(Files.exists(called.getParent(), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void shouldRefuseALinkThatLeadsElsewhere() throws IOException {
        Path link = SocketPath.folder(deep());
        SocketPath.forget(deep());
        assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
        Files.createSymbolicLink(link, folder);
        try {
            assertThrows(IOException.class, () -> SocketPath.toCall(deep().resolve("control.sock")));
            IOException refused = assertThrows(IOException.class, () -> SocketPath.folder(deep()));
            assertTrue(refused.getMessage().contains(link.toString()), refused.getMessage());
        } finally {
            Files.delete(link);
        }
    }
}
