package io.meridian.platform.span;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class SpanSenderTest {
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private final List<String> told = new CopyOnWriteArrayList<>();

    private SpanSender sender(String endpoint) {
        return new SpanSender(endpoint, "dev", PATIENCE, told::add);
    }

    private static Span span(long id) {
        return new Span(
                0x0af7651916cd43ddL,
                0x8448eb211c80319cL,
                id,
                7,
                "publish platform.oms.event.{portfolio}",
                Span.Kind.PRODUCER,
                100,
                90,
                "kernel",
                Map.of("messaging.system", "meridian", "messaging.message.body.size", 300L));
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "it takes too long");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void shouldSendWhatAReceiverReads() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            try (SpanSender sender = sender(receiver.endpoint() + "/")) {
                sender.send(span(-1));
                await(() -> sender.sent() == 1);
            }
            OtlpReceiver.Received got = receiver.spans().getFirst();
            assertEquals("0af7651916cd43dd8448eb211c80319c", got.trace());
            assertEquals("ffffffffffffffff", got.id());
            assertEquals("0000000000000007", got.parent());
            assertEquals("kernel", got.service());
            assertEquals("dev", got.namespace());
            assertEquals("publish platform.oms.event.{portfolio}", got.span().getName());
            assertEquals(
                    io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_PRODUCER,
                    got.span().getKind());
            assertEquals(100, got.span().getStartTimeUnixNano());
            assertEquals(100, got.span().getEndTimeUnixNano(), "it cannot end before it begins");
            assertEquals("300", got.attribute("messaging.message.body.size"));
            assertEquals(List.of(), told);
        }
    }

    @Test
    void shouldTryAgainWhenAReceiverHasTooMuchToDo() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver();
                SpanSender sender = sender(receiver.endpoint())) {
            receiver.answer(503, 429, 200);
            sender.send(span(1));
            await(() -> sender.sent() == 1);
            assertEquals(3, receiver.requests());
            assertEquals(1, receiver.spans().size());
            assertTrue(told.getFirst().contains("503") && told.getLast().contains("takes spans again"), told::toString);
        }
    }

    @Test
    void shouldCountWhatIsRefused() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver();
                SpanSender sender = sender(receiver.endpoint())) {
            receiver.answer(400, 200);
            sender.send(span(1));
            await(() -> sender.dropped(SpanSender.Drop.REFUSED) == 1);
            assertEquals(1, receiver.requests(), "what is refused is not sent again");
            assertTrue(told.getFirst().contains("400"), told::toString);
            receiver.reject(1);
            sender.send(span(2));
            await(() -> sender.dropped(SpanSender.Drop.REFUSED) == 2);
            assertEquals(0, sender.sent());
        }
    }

    /** It takes connections and never answers. */
    @Test
    void shouldNeverWaitForAReceiverThatDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SpanSender sender = sender("http://127.0.0.1:" + silent.getLocalPort())) {
            int spans = 100_000;
            long beganNs = System.nanoTime();
            for (int i = 0; i < spans; i++) {
                sender.send(span(1));
            }
            long tookNs = System.nanoTime() - beganNs;
            // One answer would take as long as the sender has patience.
            assertTrue(tookNs < PATIENCE.toNanos() * 10, () -> "took " + tookNs + " ns");
            assertTrue(sender.dropped(SpanSender.Drop.FULL) > 50_000);
            await(() -> sender.dropped(SpanSender.Drop.UNREACHABLE) > 0);
            assertTrue(told.getFirst().contains("otel.endpoint"), told::toString);
            assertEquals(1, told.size(), told::toString);
        }
    }

    @Test
    void shouldCountWhatIsLeftWhenItEndsAndNobodyIsThere() {
        SpanSender sender = sender("http://127.0.0.1:1");
        for (int i = 0; i < 1_000; i++) {
            sender.send(span(1));
        }
        sender.close();
        assertEquals(1_000, sender.dropped(SpanSender.Drop.UNREACHABLE));
    }
}
