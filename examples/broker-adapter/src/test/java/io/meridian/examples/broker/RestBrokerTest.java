package io.meridian.examples.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.meridian.plugin.contract.trading.Side;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The broker's protocol, against a server that speaks it. */
final class RestBrokerTest {
    private record Answer(int code, String body) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private HttpServer server;
    private HttpClient http;
    private RestBroker broker;

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String what = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            asked.add(what.strip());
            Answer answer = answers.getOrDefault(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(), new Answer(200, ""));
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.code(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        http = HttpClient.newHttpClient();
        broker = new RestBroker(
                http, URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        broker.open(new Telling());
        assertEquals("connected", next());
    }

    @AfterEach
    void close() {
        broker.close();
        server.stop(0);
        http.shutdownNow();
    }

    private String next() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    private static Broker.Ticket ticket(String id) {
        return new Broker.Ticket(id, "AAPL", Side.BUY, new BigDecimal("0.3"), new BigDecimal("100.10"));
    }

    @Test
    void shouldTellWhatWasMissedAndWhatNeverArrivedAndThenGoOn() throws Exception {
        answers.put("GET /orders/o-2", new Answer(404, "no such order"));
        answers.put("GET /executions?after=6&wait=0", new Answer(200, "7 TRADED o-1 t-1 - 0.1 100.1 -\n"));
        answers.put("GET /executions?after=7&wait=20", new Answer(200, "8 CANCELLED o-1 - c-1 0 - by the desk\n"));
        // What ends the test's polling.
        answers.put("GET /executions?after=8&wait=20", new Answer(503, "closed"));
        broker.resume(6, List.of("o-1", "o-2"));
        assertEquals("7 t-1 0.1 100.1 ", next());
        assertEquals("never [o-2]", next());
        assertEquals("8  0.0 NaN by the desk", next());
        assertTrue(next().startsWith("lost the broker answers 503"));
    }

    @Test
    void shouldPlaceExactNumbersAndTakeAConflictForDone() throws Exception {
        answers.put("POST /orders/again", new Answer(409, "it is here already"));
        answers.put("POST /orders/bad", new Answer(422, "no such share"));
        broker.place(ticket("again"));
        broker.place(ticket("bad"));
        assertEquals("refused bad  422 no such share", next());
        // The two are on their way at once.
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!asked.contains("POST /orders/again AAPL BUY 0.3 100.10")) {
            assertTrue(System.nanoTime() - deadlineNs < 0, asked::toString);
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertTrue(heard.isEmpty(), heard::toString);
    }

    @Test
    void shouldTakeTheConnectionForLostWhenNobodyKnowsWhatBecameOfARequest() throws Exception {
        answers.put("DELETE /orders/o-1?request=c-1", new Answer(500, "a fault"));
        broker.cancel("o-1", "c-1");
        assertTrue(next().startsWith("lost the broker answers 500"));
        server.stop(0);
        broker.place(ticket("o-2"));
        assertTrue(next().startsWith("lost the broker cannot be reached"));
    }

    @Test
    void shouldSayWhatIsWrongWithALine() {
        String text = assertThrows(IllegalArgumentException.class, () -> RestBroker.execution("7 TRADED o-1"))
                .getMessage();
        assertTrue(text.contains("line=7 TRADED o-1 is no execution"), text);
    }

    private final class Telling implements Broker.Listener {
        @Override
        public void connected() {
            heard.add("connected");
        }

        @Override
        public void lost(String why) {
            heard.add("lost " + why);
        }

        @Override
        public void happened(Execution it) {
            heard.add(it.number() + " " + it.brokerId() + " " + it.quantity() + " " + it.price() + " " + it.text());
        }

        @Override
        public void caughtUp(List<String> neverArrived) {
            heard.add("never " + neverArrived);
        }

        @Override
        public void refused(String clientId, String requestId, String why) {
            heard.add("refused " + clientId + " " + requestId + " " + why);
        }
    }
}
