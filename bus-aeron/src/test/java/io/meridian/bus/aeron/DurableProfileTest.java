package io.meridian.bus.aeron;

import static io.meridian.bus.aeron.FastProfileTest.range;
import static io.meridian.bus.aeron.Rig.await;
import static io.meridian.bus.aeron.Rig.publication;
import static io.meridian.bus.aeron.Rig.subscribe;
import static io.meridian.bus.delivery.Overflow.LOSSLESS;
import static io.meridian.bus.delivery.Profile.DURABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableProfileTest {
    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void setUp() {
        rig = new Rig(folder);
    }

    @AfterEach
    void tearDown() {
        rig.close();
    }

    @Test
    void shouldConfirmAndDeliverWhenStored() {
        BusEngine engine = rig.openConnected();
        EngineSubscription subscription = subscribe(engine, DURABLE, "a.*", LOSSLESS);
        EnginePublication publication = publication(engine, DURABLE, "a.b");
        long last = 0;
        for (int i = 0; i < 20_000; i++) {
            last = rig.publish(publication, i, 100);
        }
        long end = last;
        await(() -> publication.confirmedPosition() >= end, "confirmation");
        assertEquals(range(20_000), rig.pollUntil(subscription, 20_000).numbers);
        assertEquals(List.of(), rig.events.failures);
    }

    @Test
    void shouldReplayWhatWasStoredBeforeAndGoOnLiveWhenSubscribedLate() {
        BusEngine engine = rig.openConnected();
        EnginePublication publication = publication(engine, DURABLE, "late");
        for (int i = 0; i < 5_000; i++) {
            rig.publish(publication, i, 100 + i % 5_000);
        }
        EngineSubscription subscription = subscribe(engine, DURABLE, "late", LOSSLESS);
        Rig.Collector seen = new Rig.Collector();
        for (int i = 5_000; i < 10_000; i++) {
            rig.publish(publication, i, 100);
            subscription.poll(seen, 16);
        }
        await(
                () -> {
                    subscription.poll(seen, 64);
                    return seen.numbers.size() >= 10_000;
                },
                "all");
        assertEquals(range(10_000), seen.numbers);
    }

    @Test
    void shouldBeginWithWhatIsPublishedNextWhenStartingAtTheLatest() {
        BusEngine engine = rig.openConnected();
        EnginePublication publication = publication(engine, DURABLE, "latest");
        long end = 0;
        for (int i = 0; i < 100; i++) {
            end = rig.publish(publication, i, 10);
        }
        long confirm = end;
        await(() -> publication.confirmedPosition() >= confirm, "confirmation");
        EngineSubscription subscription = subscribe(engine, DURABLE, "latest", LOSSLESS, null, StartAt.LATEST);
        rig.publish(publication, 100, 10);
        EnginePublication other = rigSecond(engine);
        rig.publish(other, 101, 10);
        assertEquals(
                List.of(100L, 101L),
                rig.pollUntil(subscription, 2).numbers.stream().sorted().toList());
    }

    private static EnginePublication rigSecond(BusEngine engine) {
        return engine.publication(new io.meridian.bus.engine.PublicationRequest(
                io.meridian.bus.topic.Topic.of("latest"), DURABLE, "another owner"));
    }

    @Test
    void shouldResumeAfterTheLastConfirmedWhenANamedSubscriptionReturns() {
        BusEngine engine = rig.openConnected();
        EnginePublication publication = publication(engine, DURABLE, "named");
        for (int i = 0; i < 100; i++) {
            rig.publish(publication, i, 10);
        }
        EngineSubscription first = subscribe(engine, DURABLE, "named", LOSSLESS, "n", StartAt.EARLIEST);
        EngineException taken = assertThrows(
                EngineException.class, () -> subscribe(engine, DURABLE, "named", LOSSLESS, "n", StartAt.EARLIEST));
        assertTrue(taken.getMessage().contains("name=n is in use: this process"), taken.getMessage());
        Rig.Collector seen = rig.pollUntil(first, 100);
        assertEquals(range(100), seen.numbers);
        first.confirm(40);
        first.close();
        first.close();

        EngineSubscription second = subscribe(engine, DURABLE, "named", LOSSLESS, "n", StartAt.EARLIEST);
        assertEquals(LongStream.range(40, 100).boxed().toList(), rig.pollUntil(second, 60).numbers);
        second.confirm(60);
        engine.close();

        BusEngine again = rig.openConnected();
        EnginePublication next = publication(again, DURABLE, "named");
        EngineSubscription third = subscribe(again, DURABLE, "named", LOSSLESS, "n", StartAt.EARLIEST);
        rig.publish(next, 100, 10);
        assertEquals(List.of(100L), rig.pollUntil(third, 1).numbers);
        EngineException other = assertThrows(EngineException.class, () -> {
            third.close();
            subscribe(again, DURABLE, "named.*", LOSSLESS, "n", StartAt.EARLIEST);
        });
        assertTrue(other.getMessage().contains("pattern=named.*"), other.getMessage());
        assertEquals(List.of(), rig.events.failures);
    }

    @Test
    void shouldReadSessionsOfOnePublisherInOrderWhenThereAreMany() {
        for (int run = 0; run < 8; run++) {
            try (BusEngine engine = rig.openConnected()) {
                EnginePublication publication = publication(engine, DURABLE, "runs");
                long end = 0;
                for (int i = 0; i < 100; i++) {
                    end = rig.publish(publication, run * 100 + i, 10);
                }
                long confirm = end;
                await(() -> publication.confirmedPosition() >= confirm, "confirmation");
            }
        }
        BusEngine engine = rig.openConnected();
        EngineSubscription subscription = subscribe(engine, DURABLE, "runs", LOSSLESS);
        assertEquals(range(800), rig.pollUntil(subscription, 800).numbers);
    }

    @Test
    void shouldSkipEndedRecordingsWhenStartingAtALaterTime() {
        try (BusEngine engine = rig.openConnected()) {
            EnginePublication publication = publication(engine, DURABLE, "time");
            long end = rig.publish(publication, 1, 10);
            await(() -> publication.confirmedPosition() >= end, "confirmation");
        }
        long afterMs = System.currentTimeMillis() + 5;
        await(() -> System.currentTimeMillis() > afterMs, "time");
        BusEngine engine = rig.openConnected();
        rig.publish(publication(engine, DURABLE, "time"), 2, 10);
        EngineSubscription subscription = subscribe(
                engine, DURABLE, "time", LOSSLESS, null, StartAt.time(TimeUnit.MILLISECONDS.toNanos(afterMs)));
        assertEquals(List.of(2L), rig.pollUntil(subscription, 1).numbers);
    }

    @Test
    void shouldNameTheFileAndWhatToDoWhenACursorIsCorrupt() throws Exception {
        BusEngine engine = rig.openConnected();
        EnginePublication publication = publication(engine, DURABLE, "cursor");
        rig.publish(publication, 0, 10);
        EngineSubscription subscription = subscribe(engine, DURABLE, "cursor", LOSSLESS, "c", StartAt.EARLIEST);
        rig.pollUntil(subscription, 1);
        subscription.confirm(1);
        subscription.close();
        Path file = rig.options().cursorDir().resolve(rig.deployment()).resolve("c.cursor");
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x10;
            Files.write(file, bad);
            EngineException e = assertThrows(
                    EngineException.class, () -> subscribe(engine, DURABLE, "cursor", LOSSLESS, "c", StartAt.EARLIEST));
            assertTrue(
                    e.getMessage().contains(file.toString()) && e.getMessage().contains("Delete that file"),
                    e.getMessage());
        }
        Files.write(file, new byte[0]);
        assertThrows(
                EngineException.class, () -> subscribe(engine, DURABLE, "cursor", LOSSLESS, "c", StartAt.EARLIEST));
        Files.delete(file);
        assertEquals(
                List.of(0L),
                rig.pollUntil(subscribe(engine, DURABLE, "cursor", LOSSLESS, "c", StartAt.EARLIEST), 1).numbers);
    }

    @Test
    void shouldRemoveTheOldestAndTellTheReaderWhenRetentionIsBySize() {
        rig.with("aeron.retention.bytes", "2m")
                .with("aeron.term.length", "64k")
                .with("aeron.archive.segment.length", "64k");
        BusEngine engine = rig.openConnected();
        EnginePublication publication = publication(engine, DURABLE, "old");
        EngineSubscription named = subscribe(engine, DURABLE, "old", LOSSLESS, "reader", StartAt.EARLIEST);
        named.close();
        for (int i = 0; i < 10_000; i++) {
            rig.publish(publication, i, 1_000);
        }
        await(() -> filesOf(rig.options().archiveDir()) < 40, "the oldest to go");
        EngineSubscription back = subscribe(engine, DURABLE, "old", LOSSLESS, "reader", StartAt.EARLIEST);
        assertTrue(rig.pollUntil(back, 1).numbers.getFirst() > 7_000);
        String told = rig.events.failures.getFirst().getMessage();
        assertTrue(told.contains("removed by aeron.retention"), told);
    }

    private static int filesOf(Path folder) {
        String[] names = folder.toFile().list((in, name) -> name.endsWith(".rec"));
        return names == null ? 0 : names.length;
    }
}
