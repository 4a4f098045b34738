package io.meridian.bus.kafka;

import io.meridian.bus.setting.HostPort;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Looks who is there before Kafka's client does: that client trusts the first four bytes it gets as a length, and asked to
 * talk to another kind of server it may allocate a gigabyte, or wait without a word.
 */
final class ServerProbe {
    /** What was found. */
    sealed interface Found {
        /** A broker that answers. */
        record Broker() implements Found {}

        /** Nobody, or nobody who answers. */
        record Nobody(String why) implements Found {}

        /** Somebody else. */
        record Stranger(String what) implements Found {}
    }

    private static final int API_VERSIONS = 18;
    private static final int CORRELATION = 0x4D657269;
    private static final int LARGEST_ANSWER = 1 << 16;

    private ServerProbe() {}

    /** Asks which requests the server understands, in the oldest form there is. */
    static Found look(HostPort address, int timeoutMs) {
        InetSocketAddress socketAddress = new InetSocketAddress(address.host(), address.port());
        if (socketAddress.isUnresolved()) {
            return new Found.Nobody("the host name " + address.host() + " is not known");
        }
        try (Socket socket = new Socket()) {
            socket.connect(socketAddress, timeoutMs);
            socket.setSoTimeout(timeoutMs);
            ByteBuffer request = ByteBuffer.allocate(14);
            request.putInt(10)
                    .putShort((short) API_VERSIONS)
                    .putShort((short) 0)
                    .putInt(CORRELATION)
                    .putShort((short) -1);
            OutputStream out = socket.getOutputStream();
            out.write(request.array());
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            if (length < 10 || length > LARGEST_ANSWER || in.readInt() != CORRELATION) {
                return new Found.Stranger("it does not speak Kafka's protocol" + spoken(length));
            }
            return new Found.Broker();
        } catch (SocketTimeoutException e) {
            return new Found.Nobody("no answer within " + timeoutMs + " ms");
        } catch (UnknownHostException e) {
            return new Found.Nobody("the host name " + address.host() + " is not known");
        } catch (java.io.EOFException e) {
            return new Found.Nobody("the connection was closed without an answer");
        } catch (IOException e) {
            return new Found.Nobody(e.getMessage());
        }
    }

    /** The first four bytes, when they are text: often enough to know the server. */
    private static String spoken(int length) {
        StringBuilder text = new StringBuilder();
        for (int shift = 24; shift >= 0; shift -= 8) {
            char c = (char) (length >>> shift & 0xFF);
            if (c < ' ' || c > '~') {
                return "";
            }
            text.append(c);
        }
        return " (its answer begins with \"" + text + "\")";
    }
}
