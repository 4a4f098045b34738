package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TcpProxyTest {
    private ServerSocket echo;
    private TcpProxy proxy;

    @BeforeEach
    void startEcho() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (true) {
                try {
                    Socket socket = echo.accept();
                    Thread.ofVirtual().start(() -> echo(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
        proxy = TcpProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void stopAll() throws IOException {
        proxy.close();
        echo.close();
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // The proxy reset it, which is what these tests are about.
        }
    }

    @Test
    void shouldForwardBothWaysWhenOpen() throws IOException {
        try (Socket socket = connect()) {
            assertEquals(42, ask(socket, 42));
            assertEquals(1, proxy.connections());
        }
        Await.within(Duration.ofSeconds(5))
                .showing(proxy::connections)
                .until("no connections", () -> proxy.connections() == 0);
    }

    @Test
    void shouldPassTheEndOfInputOnWhenOneSideIsDone() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(7);
            socket.shutdownOutput();
            assertEquals(7, socket.getInputStream().read());
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void shouldResetOldAndNewConnectionsWhenCutAndForwardAgainWhenHealed() throws IOException {
        try (Socket socket = connect()) {
            assertEquals(1, ask(socket, 1));
            proxy.cut();
            assertGone(socket);
            try (Socket late = connect()) {
                assertGone(late);
            }
        }
        proxy.heal();
        try (Socket socket = connect()) {
            assertEquals(2, ask(socket, 2));
        }
    }

    @Test
    void shouldHoldBytesBackWhenStalledAndLetThemGoWhenHealed() throws IOException {
        try (Socket socket = connect()) {
            assertEquals(1, ask(socket, 1));
            proxy.stall();
            socket.setSoTimeout(100);
            assertThrows(SocketTimeoutException.class, () -> ask(socket, 2));
            proxy.heal();
            socket.setSoTimeout(10_000);
            assertEquals(2, socket.getInputStream().read());
        }
    }

    @Test
    void shouldResetTheClientWhenThereIsNoServer() throws IOException {
        echo.close();
        try (Socket socket = connect()) {
            assertGone(socket);
        }
    }

    @Test
    void shouldRefuseWhenClosedTwice() throws IOException {
        int port = proxy.port();
        proxy.close();
        proxy.close();
        assertThrows(IOException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static int ask(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        return socket.getInputStream().read();
    }

    /** Either the reset is seen, or the end of input: both say that the connection is gone. */
    private static void assertGone(Socket socket) {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection is still there", e);
        } catch (IOException e) {
            // Reset.
        }
    }
}
