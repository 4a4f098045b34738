package io.meridian.sidecar.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.sidecar.egress.RequestHead.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestHeadTest {
    private static final List<Credentials.Secret> SECRETS =
            List.of(new Credentials.Secret(new Target("a.test", 443), true, "Authorization", "Bearer right"));

    private static RequestHead read(String text) throws IOException {
        return RequestHead.read(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    }

    @Test
    void shouldPassARequestOnWithTheSecretAndWithoutWhatIsTheProxys() throws IOException {
        RequestHead head = read("""
            POST http://A.test:443/orders?x=1 HTTP/1.1\r
            Host: elsewhere.test\r
            authorization: Bearer forged\r
            Proxy-Authorization: Basic abc\r
            Connection: keep-alive\r
            Content-Length: 4\r
            X-Own: yes\r
            \r
            body\
            """);
        assertEquals(new Target("a.test", 443), head.to());
        assertEquals("""
            POST /orders?x=1 HTTP/1.1\r
            Host: a.test:443\r
            Connection: close\r
            Content-Length: 4\r
            X-Own: yes\r
            Authorization: Bearer right\r
            \r
            """, new String(head.forHost(head.to(), SECRETS), ISO_8859_1));
    }

    @Test
    void shouldReadNotAByteBeyondTheHead() throws IOException {
        ByteArrayInputStream in =
                new ByteArrayInputStream("CONNECT a.test:443 HTTP/1.1\r\n\r\nhello".getBytes(ISO_8859_1));
        assertTrue(RequestHead.read(in).isTunnel());
        assertEquals("hello", new String(in.readAllBytes(), ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET\r\n\r\n",
                "GET /path HTTP/1.1\r\n\r\n",
                "GET https://a.test/ HTTP/1.1\r\n\r\n",
                "GET http://user@a.test/ HTTP/1.1\r\n\r\n",
                "GET http://a.test/ HTTP/2\r\n\r\n",
                "GET  http://a.test/ HTTP/1.1\r\n\r\n",
                "GET http://a.test/ HTTP/1.1\r\n folded: x\r\n\r\n",
                "GET http://a.test/ HTTP/1.1\r\nno colon\r\n\r\n",
                "GET http://a.test/ HTTP/1.1\r\nA : b\r\n\r\n",
                "GET http://a.test/ HTTP/1.1\r\nA: b\nC: d\r\n\r\n",
                "GET http://a.test/ HTTP/1.1\r\nA: b\u0000\r\n\r\n",
                "POST http://a.test/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST http://a.test/ HTTP/1.1\r\nContent-Length: +1\r\n\r\n",
                "POST http://a.test/ HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST http://a.test/ HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "CONNECT http://a.test/ HTTP/1.1\r\n\r\n",
                "CONNECT a.test HTTP/1.1\r\n\r\n",
                "CONNECT a.test:0 HTTP/1.1\r\n\r\n"
            })
    void shouldRefuseWhatTwoProgramsMightReadDifferently(String text) {
        assertThrows(MalformedException.class, () -> {
            RequestHead head = read(text);
            Target target = head.to();
            if (!head.isTunnel()) {
                head.forHost(target, SECRETS);
            }
        });
    }

    @Test
    void shouldRefuseAHeadThatNeverEnds() {
        assertThrows(MalformedException.class, () -> read("GET http://a.test/ HTTP/1.1\r\nA: " + "x".repeat(20_000)));
    }

    @Test
    void shouldPassOnWholeHeadsOnlyWhateverComes() {
        String[] parts = {
            "GET",
            "CONNECT",
            " ",
            "http://",
            "a.test",
            ":443",
            "/",
            "?q",
            "HTTP/1.1",
            "\r\n",
            "\r",
            "\n",
            ":",
            "Host",
            "Authorization",
            "Content-Length",
            "Transfer-Encoding",
            "chunked",
            "1",
            "[::1]",
            "@",
            "%0d%0a",
            "\u0000",
            "\u00e9",
            "..",
            "\t",
            "\r\n\r\n"
        };
        Random random = new Random(42);
        int passed = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            if (random.nextInt(3) > 0) {
                text.append("GET http://a.test:443/ HTTP/1.1\r\n");
            }
            for (int count = random.nextInt(12); count > 0; count--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            text.append("\r\n\r\n");
            try {
                RequestHead head = read(text.toString());
                Target target = head.to();
                if (!head.isTunnel()) {
                    String sent = new String(head.forHost(target, SECRETS), ISO_8859_1);
                    // One head, ended once, with the one right secret.
                    assertEquals(sent.length() - 4, sent.indexOf("\r\n\r\n"), sent);
                    assertEquals(
                            1,
                            sent.lines()
                                    .filter(line -> line.toLowerCase().startsWith("authorization:"))
                                    .count());
                    assertTrue(sent.contains("\r\nAuthorization: Bearer right\r\n"), sent);
                    assertTrue(sent.replace("\r\n", "").chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0), sent);
                    passed++;
                }
            } catch (IOException refused) {
                // As it should be.
            }
        }
        assertTrue(passed > 1000, "passed=" + passed);
    }
}
