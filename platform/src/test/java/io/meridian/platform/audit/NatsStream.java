package io.meridian.platform.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes messages out of a deployment's stream, as somebody could who may administer the server: in the server's own protocol, past the product. */
final class NatsStream implements AutoCloseable {
    private static final String INBOX = "_INBOX.tamper";
    private static final Pattern LAST = Pattern.compile("\"seq\":(\\d+)");

    private final Socket socket;
    private final BufferedReader reader;
    private final String stream;

    NatsStream(String url, String deployment) throws IOException {
        URI server = URI.create(url);
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(20_000);
        reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        stream = "MERIDIAN_" + deployment;
        send("CONNECT {\"verbose\":false}\r\nSUB " + INBOX + " 1\r\n");
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private String ask(String what, String json) throws IOException {
        send("PUB $JS.API.STREAM.MSG." + what + "." + stream + " " + INBOX + " " + json.length() + "\r\n" + json
                + "\r\n");
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.equals("PING")) {
                send("PONG\r\n");
            } else if (line.startsWith("MSG ")) {
                return reader.readLine();
            }
        }
        throw new IOException("the server has hung up");
    }

    /** Takes out the last message of a topic. */
    void deleteLast(String subject) throws IOException {
        Matcher last = LAST.matcher(ask("GET", "{\"last_by_subj\":\"" + subject + "\"}"));
        if (!last.find()) {
            throw new IOException("no message on " + subject);
        }
        String answer = ask("DELETE", "{\"seq\":" + last.group(1) + "}");
        if (!answer.contains("\"success\":true") && !answer.contains("\"success\": true")) {
            throw new IOException(answer);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
