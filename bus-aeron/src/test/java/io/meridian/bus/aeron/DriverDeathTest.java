package io.meridian.bus.aeron;

import static io.meridian.bus.aeron.Rig.await;
import static io.meridian.bus.aeron.Rig.publication;
import static io.meridian.bus.aeron.Rig.subscribe;
import static io.meridian.bus.delivery.Overflow.LOSSLESS;
import static io.meridian.bus.delivery.Profile.DURABLE;
import static io.meridian.bus.delivery.Profile.FAST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.topic.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("server")
class DriverDeathTest {
    @TempDir
    Path folder;

    private Rig rig;
    private DriverProcess driver;

    @BeforeEach
    void setUp() {
        rig = new Rig(folder);
        driver = new DriverProcess(rig.deployment(), folder, Map.of("aeron.archive.segment.length", "16m"));
        driver.settings().forEach(rig::with);
        rig.with("aeron.driver", "external");
    }

    @AfterEach
    void tearDown() {
        rig.close();
        driver.close();
    }

    /** Publishes numbers as the bus does: keeps what is not confirmed and sends it again into a new session. */
    private final class Numbers {
        private static final int WINDOW = 1 << 16;

        private final EnginePublication publication;
        private final UnsafeBuffer header = new UnsafeBuffer(new byte[Long.BYTES]);
        private final UnsafeBuffer payload = new UnsafeBuffer(new byte[100]);
        private final long[] positions = new long[WINDOW];
        private long next;
        private long unconfirmed;
        private long resend;
        private int session;

        Numbers(EnginePublication publication) {
            this.publication = publication;
            session = publication.session();
        }

        boolean step(long end) {
            int current = publication.session();
            if (current != session) {
                session = current;
                resend = unconfirmed;
            }
            long confirmed = publication.confirmedPosition();
            while (unconfirmed < resend && positions[(int) unconfirmed & WINDOW - 1] <= confirmed) {
                unconfirmed++;
            }
            if (resend < end && resend - unconfirmed < WINDOW) {
                header.putLong(0, resend);
                long position = publication.offer(header, Long.BYTES, payload, 0, payload.capacity());
                if (position >= 0) {
                    positions[(int) resend & WINDOW - 1] = position;
                    resend++;
                    next = Math.max(next, resend);
                    return true;
                }
            }
            return false;
        }
    }

    /** Takes numbers, of which some may come again, but never one before the one below it. */
    private static final class InOrder implements FrameHandler {
        long expected;
        long repeats;
        String wrong;

        @Override
        public void onFrame(DirectBuffer frame, int offset, int length, Topic topic, long position, boolean repeated) {
            long number = frame.getLong(offset);
            if (number == expected) {
                expected++;
            } else if (number < expected) {
                repeats++;
            } else if (wrong == null) {
                wrong = "number=" + number + " came when " + expected + " was next";
            }
        }

        @Override
        public void onFrame(
                DirectBuffer h,
                int headerOffset,
                int headerLength,
                DirectBuffer payload,
                int payloadOffset,
                int payloadLength,
                Topic topic,
                long position,
                boolean repeated) {
            throw new AssertionError("frames come in one piece");
        }
    }

    @Test
    @Timeout(120)
    void shouldHoldEveryConfirmedOfAMillionMessagesWhenTheDriverIsKilledInTheMiddle() {
        int count = 1_000_000;
        driver.start();
        BusEngine engine = rig.openConnected();
        Numbers numbers = new Numbers(publication(engine, DURABLE, "million"));
        EngineSubscription live = subscribe(engine, DURABLE, "million", LOSSLESS, "live", StartAt.EARLIEST);
        InOrder seen = new InOrder();
        for (int kill = 0; kill < 3; kill++) {
            publish(numbers, (kill + 1) * 250_000L, live, seen);
            Thread killer = new Thread(() -> {
                driver.kill();
                driver.start();
            });
            killer.start();
            publish(numbers, (kill + 1) * 250_000L + 200_000, live, seen);
            await(() -> !killer.isAlive(), "the driver to be back");
        }
        publish(numbers, count, live, seen);
        await(
                () -> {
                    numbers.step(count);
                    return numbers.unconfirmed == count;
                },
                () -> "confirmation, at " + numbers.unconfirmed + "; " + rig.events.all + driver.tail());
        await(
                () -> {
                    live.poll(seen, 256);
                    return seen.expected == count;
                },
                () -> "the live reader, at " + seen.expected + " " + seen.wrong + "; " + rig.events.all);
        assertEquals(null, seen.wrong);

        driver.kill();
        driver.start();
        InOrder again = new InOrder();
        EngineSubscription late = subscribe(engine, DURABLE, "million", LOSSLESS);
        await(
                () -> {
                    late.poll(again, 256);
                    return again.expected == count;
                },
                () -> "all again, at " + again.expected + " " + again.wrong + "; " + rig.events.all + driver.tail());
        assertEquals(null, again.wrong);
        assertEquals(List.of(), rig.events.failures);
    }

    private void publish(Numbers numbers, long until, EngineSubscription live, InOrder seen) {
        long[] progress = {numbers.next, System.nanoTime()};
        while (numbers.next < until) {
            if (!numbers.step(until)) {
                live.poll(seen, 64);
            }
            if (numbers.next != progress[0]) {
                progress[0] = numbers.next;
                progress[1] = System.nanoTime();
            }
            assertTrue(
                    System.nanoTime() - progress[1] < Rig.PATIENCE.toNanos(),
                    () -> "stuck at " + numbers.next + " " + rig.events.all + driver.tail());
        }
    }

    @Test
    void shouldConnectWhenTheDriverStartsLateAndGoOnWhenItIsReplaced() {
        BusEngine engine = rig.open();
        EnginePublication fast = publication(engine, FAST, "fast");
        EnginePublication durable = publication(engine, DURABLE, "durable");
        EngineSubscription fastReader = subscribe(engine, FAST, "fast", LOSSLESS);
        EngineSubscription durableReader = subscribe(engine, DURABLE, "durable", LOSSLESS);
        assertEquals(-2, rig.offer(fast, 1, 8));
        assertEquals(-2, rig.offer(durable, 1, 8));
        await(() -> !rig.events.all.isEmpty(), "word of the missing driver");
        assertTrue(
                rig.events.all.getFirst().contains("no media driver is running in aeron.dir="),
                rig.events.all.toString());
        for (int life = 0; life < 2; life++) {
            driver.start();
            await(engine::isConnected, () -> "connection; " + rig.events.all);
            rig.publish(fast, life, 8);
            assertEquals(List.of((long) life), rig.pollUntil(fastReader, 1).numbers);
            rig.publish(durable, life, 8);
            assertEquals(List.of((long) life), rig.pollUntil(durableReader, 1).numbers);
            long killedNs = System.nanoTime();
            driver.kill();
            await(() -> !engine.isConnected(), "the loss to be noticed");
            assertTrue(System.nanoTime() - killedNs < 3_500_000_000L, "noticed in time");
            assertEquals(-2, rig.offer(fast, 1, 8));
        }
        assertEquals(List.of(), rig.events.failures);
    }

    /** What a kill in the middle of a write across a page leaves: the frame's beginning, and nothing of the next page. */
    @Test
    void shouldCutOffTheHalfFrameWhenTheDriverDiedWhileItWroteItAcrossAPage() throws IOException {
        driver.start();
        BusEngine engine = rig.openConnected();
        EnginePublication publication = publication(engine, DURABLE, "torn");
        UnsafeBuffer header = new UnsafeBuffer(new byte[Long.BYTES]);
        byte[] ones = new byte[900];
        Arrays.fill(ones, (byte) 1);
        int whole = 0;
        while (pageInLastFrame() == 0) {
            header.putLong(0, whole++);
            await(
                    () -> {
                        publication.session();
                        return publication.offer(header, Long.BYTES, new UnsafeBuffer(ones), 0, ones.length) > 0;
                    },
                    "the frame to be taken");
            long wanted = whole;
            await(() -> publication.confirmedPosition() >= wanted * 960, () -> "confirmation; " + rig.events.all);
        }
        driver.kill();
        try (FileChannel file = FileChannel.open(recording(), StandardOpenOption.WRITE)) {
            long page = pageInLastFrame();
            file.write(ByteBuffer.allocate((int) (whole * 960L - page)), page);
        }

        driver.start();
        EngineSubscription late = subscribe(engine, DURABLE, "torn", LOSSLESS);
        assertEquals(whole - 1, rig.pollUntil(late, whole - 1).numbers.size());
        rig.publish(publication, whole, 8);
        assertEquals(List.of((long) whole), rig.pollUntil(late, 1).numbers);
        assertEquals(List.of(), rig.events.failures);
    }

    /** What a kill between the two writes leaves: one recording more in the catalog than its head counts. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldStartWithAllRecordingsWhenTheDriverDiedBeforeItCountedOne(boolean whole) throws IOException {
        driver.start();
        BusEngine engine = rig.openConnected();
        EnginePublication publication = publication(engine, DURABLE, "counted");
        for (int i = 0; i < 10; i++) {
            rig.publish(publication, i, 8);
        }
        await(() -> publication.confirmedPosition() > 0, () -> "confirmation; " + rig.events.all);
        EngineSubscription early = subscribe(engine, DURABLE, "counted", LOSSLESS);
        assertEquals(10, rig.pollUntil(early, 10).numbers.size());
        driver.kill();
        addUncounted(whole);

        driver.start();
        EngineSubscription late = subscribe(engine, DURABLE, "counted", LOSSLESS);
        assertEquals(10, rig.pollUntil(late, 10).numbers.size());
        rig.publish(publication, 10, 8);
        assertEquals(List.of(10L), rig.pollUntil(late, 1).numbers);
        EnginePublication other = publication(engine, DURABLE, "new");
        rig.publish(other, 1, 8);
        assertEquals(List.of(1L), rig.pollUntil(subscribe(engine, DURABLE, "new", LOSSLESS), 1).numbers);
        assertEquals(List.of(), rig.events.failures);
    }

    /** @param whole whether the entry was written to its end */
    private void addUncounted(boolean whole) throws IOException {
        Path file = Path.of(driver.settings().get("aeron.archive.dir")).resolve("archive.catalog");
        UnsafeBuffer catalog = new UnsafeBuffer(Files.readAllBytes(file));
        int last = CatalogHeaderDecoder.BLOCK_LENGTH;
        for (int next = last; catalog.getInt(next) > 0; next += entryLength(catalog, last)) {
            last = next;
        }
        int length = entryLength(catalog, last);
        int added = last + length;
        catalog.putBytes(added, catalog, last, length);
        int id = added
                + RecordingDescriptorHeaderDecoder.BLOCK_LENGTH
                + RecordingDescriptorDecoder.recordingIdEncodingOffset();
        catalog.putLong(id, catalog.getLong(id) + 1);
        int state = added + RecordingDescriptorHeaderDecoder.stateEncodingOffset();
        catalog.putInt(state, whole ? catalog.getInt(state) : 0);
        Files.write(file, catalog.byteArray());
    }

    private static int entryLength(UnsafeBuffer catalog, int at) {
        return BitUtil.align(
                catalog.getInt(at) + RecordingDescriptorHeaderDecoder.BLOCK_LENGTH, BitUtil.CACHE_LINE_LENGTH);
    }

    private Path recording() {
        return Path.of(driver.settings().get("aeron.archive.dir")).resolve("0-0.rec");
    }

    /** Where the last frame of the recording crosses into another page, or 0. */
    private long pageInLastFrame() throws IOException {
        if (!Files.exists(recording())) {
            return 0;
        }
        ByteBuffer frames = ByteBuffer.wrap(Files.readAllBytes(recording())).order(ByteOrder.LITTLE_ENDIAN);
        int last = 0;
        int end = 0;
        while (end < frames.capacity() && frames.getInt(end) > 0) {
            last = end;
            end += BitUtil.align(frames.getInt(end), 32);
        }
        int page = BitUtil.align(last + 1, 4096);
        return page < end ? page : 0;
    }
}
