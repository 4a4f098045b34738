package io.meridian.bus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;

/** Buses on the memory engine, in a space of the test's own. */
final class BusRig implements AutoCloseable {
    private static final AtomicInteger SPACES = new AtomicInteger();

    final Map<String, String> settings = new TreeMap<>();
    private final List<Bus> open = new ArrayList<>();

    BusRig(String... namesAndValues) {
        settings.put("bus.backend", "memory");
        settings.put("memory.space", "rig-" + SPACES.incrementAndGet());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    BusContext context() {
        return new BusContext().settings(settings).unrestricted();
    }

    Bus open() {
        return open(context());
    }

    Bus open(BusContext context) {
        Bus bus = Bus.open(context);
        open.add(bus);
        return bus;
    }

    static long offer(Publisher publisher, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return publisher.offer(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    static String text(Message message) {
        return message.buffer().getStringWithoutLengthUtf8(message.offset(), message.length());
    }

    /** Collects what a subscription delivers as text. */
    static MessageHandler into(List<String> texts) {
        return message -> {
            texts.add(text(message));
            return Verdict.ACCEPT;
        };
    }

    @Override
    public void close() {
        open.forEach(Bus::close);
    }
}
