package io.meridian.bus.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.delivery.Overflow;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.kafka.Rig.Reader;
import io.meridian.bus.kafka.Rig.Writer;
import io.meridian.bus.testkit.Await;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.devservers.KafkaBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class KafkaEngineTest {
    @TempDir
    static Path folder;

    static KafkaBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = KafkaBroker.in(folder).start();
    }

    @AfterAll
    static void stopBroker() {
        broker.kill();
    }

    private static Rig rig(String... settings) {
        return new Rig(broker.bootstrap(), settings).connected();
    }

    private static Rig again(String deployment) {
        return new Rig(broker.bootstrap(), deployment, List.of()).connected();
    }

    private static List<String> numbered(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> prefix + i).toList();
    }

    @Test
    void shouldDeliverFastMessagesInOrderToWildcardAndExact() {
        try (Rig rig = rig()) {
            Reader wild = rig.fast("platform.data.**");
            Reader exact = rig.fast("platform.data.quote.XNAS.AAPL");
            Writer apple = rig.writer("platform.data.quote.XNAS.AAPL", Profile.FAST);
            Writer other = rig.writer("platform.data.quote.XNAS.MSFT", Profile.FAST);
            apple.publish("a", 0, 200);
            other.publish("m", 0, 200);
            assertEquals(numbered("a", 0, 200), exact.read(200));
            wild.read(400);
            assertEquals(
                    numbered("a", 0, 200),
                    wild.texts.stream().filter(text -> text.startsWith("a")).toList());
            assertEquals(
                    numbered("m", 0, 200),
                    wild.texts.stream().filter(text -> text.startsWith("m")).toList());
            assertEquals(List.of(), rig.failures);
        }
    }

    @Test
    void shouldMissNothingPublishedAfterSubscribingWhenTheTopicAppearsLater() {
        try (Rig rig = rig();
                Rig other = again(rig.deployment)) {
            Reader reader = rig.fast("platform.*.late.**");
            long start = System.nanoTime();
            other.writer("platform.x1.late.a", Profile.FAST).publish("first");
            assertEquals(List.of("first"), reader.read(1));
            long tookMs = (System.nanoTime() - start) / 1_000_000;
            assertTrue(tookMs < 3000, "took ms=" + tookMs);
        }
    }

    @Test
    void shouldNotDeliverFastMessagesFromBeforeTheSubscription() {
        try (Rig rig = rig()) {
            Writer writer = rig.writer("platform.data.a", Profile.FAST);
            Reader first = rig.fast("platform.data.a");
            writer.publish("before");
            // An accepted message is only queued; once it was read it is in the log.
            assertEquals(List.of("before"), first.read(1));
            Reader second = rig.fast("platform.data.a");
            writer.publish("after");
            assertEquals(List.of("after"), second.read(1));
        }
    }

    @Test
    void shouldConfirmDurableMessagesAndReplayThem() {
        try (Rig rig = rig()) {
            Writer writer = rig.writer("platform.oms.command.new", Profile.DURABLE);
            writer.publish("o", 0, 1000).confirmed();
            assertEquals(0, writer.publication.session());
            Reader reader = rig.durable("platform.oms.**", null, StartAt.EARLIEST);
            assertEquals(numbered("o", 0, 1000), reader.read(1000));
            writer.publish("o", 1000, 1010);
            assertEquals(numbered("o", 0, 1010), reader.read(1010));
            Reader late = rig.durable("platform.oms.**", null, StartAt.LATEST);
            writer.publish("o", 1010, 1020);
            assertEquals(numbered("o", 1010, 1020), late.read(10));
        }
    }

    @Test
    void shouldResumeAfterTheLastConfirmedMessage() {
        String deployment = "resume";
        try (Rig rig = again(deployment)) {
            Writer writer = rig.writer("platform.oms.event", Profile.DURABLE);
            writer.publish("e", 0, 50).confirmed();
            Reader reader = rig.durable("platform.oms.event", "book", StartAt.EARLIEST);
            reader.read(50);
            reader.subscription.confirm(30);
            reader.close();
        }
        try (Rig rig = again(deployment);
                Reader reader = rig.durable("platform.oms.event", "book", StartAt.LATEST)) {
            assertEquals(numbered("e", 30, 50), reader.read(20));
            reader.confirmAll();
        }
        try (Rig rig = again(deployment);
                Reader reader = rig.durable("platform.oms.event", "book", StartAt.EARLIEST)) {
            rig.writer("platform.oms.event", Profile.DURABLE).publish("e", 50, 51);
            assertEquals(List.of("e50"), reader.read(1));
        }
    }

    @Test
    void shouldKeepACursorFromLatestWhenNothingWasThereYet() {
        try (Rig rig = rig()) {
            rig.durable("platform.*.nothing", "early", StartAt.LATEST).close();
            Writer writer = rig.writer("platform.q.nothing", Profile.DURABLE);
            writer.publish("while closed");
            writer.confirmed();
            assertEquals(
                    List.of("while closed"),
                    rig.durable("platform.*.nothing", "early", StartAt.LATEST).read(1));
        }
    }

    @Test
    void shouldStartAtATime() {
        try (Rig rig = rig()) {
            Writer writer = rig.writer("platform.oms.timed", Profile.DURABLE);
            for (int i = 0; i < 10; i++) {
                writer.publish("t" + i);
                writer.sequence += 1_000_000_000L - 1;
            }
            Reader all = rig.durable("platform.oms.timed", null, StartAt.EARLIEST);
            all.read(10);
            Reader reader =
                    rig.durable("platform.oms.timed", null, StartAt.time(writer.firstNs + 5_000_000_000L - 1_000_000));
            assertEquals(numbered("t", 5, 10), reader.read(5));
            assertEquals(0, reader.poll());
        }
    }

    @Test
    void shouldRefuseASecondOpenerAndAnotherKind() {
        try (Rig rig = rig()) {
            Reader first = rig.durable("platform.a.b", "one", StartAt.EARLIEST);
            String text = assertThrows(
                            EngineException.class, () -> rig.durable("platform.a.b", "one", StartAt.EARLIEST))
                    .getMessage();
            assertTrue(text.contains("open already"), text);
            first.close();
            rig.durable("platform.a.b", "one", StartAt.EARLIEST).close();
            text = assertThrows(
                            EngineException.class,
                            () -> rig.shared("platform.a.b", Profile.DURABLE, "one", StartAt.EARLIEST))
                    .getMessage();
            assertTrue(text.contains("single subscription"), text);
        }
    }

    @Test
    void shouldRefuseASecondProcessWhileTheFirstLivesAndTakeOverWhenItIsDead() {
        try (Rig rig = rig();
                Rig other = again(rig.deployment)) {
            Reader first = rig.durable("platform.a.b", "one", StartAt.EARLIEST);
            String text = assertThrows(
                            EngineException.class, () -> other.durable("platform.a.b", "one", StartAt.EARLIEST))
                    .getMessage();
            assertTrue(text.contains("open in another process"), text);
            first.close();
            Reader second = other.durable("platform.a.b", "one", StartAt.EARLIEST);
            // As if the first had been killed: a note of an owner that gives no sign of life.
            second.close();
            other.engine.close();
            noteOwner(rig.deployment, "a-dead-process");
            long start = System.nanoTime();
            Reader third = rig.durable("platform.a.b", "one", StartAt.EARLIEST);
            assertTrue(System.nanoTime() - start >= SubscriptionNotes.DEAD_AFTER_NS);
            // Again and again, as a living owner does: a sign of life of the first may be on its way.
            Await.within(Rig.PATIENCE).showing(rig::told).until("it is told", () -> {
                if (rig.failures.isEmpty()) {
                    noteOwner(rig.deployment, "a-thief");
                }
                return rig.failures.size() == 1;
            });
            assertTrue(rig.failures.getFirst().contains("opened by another process"), rig.told());
            third.close();
        }
    }

    private static void noteOwner(String deployment, String owner) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            OffsetAndMetadata note = new OffsetAndMetadata(5, "meridian 1 single " + owner);
            TopicPartition partition = new TopicPartition("deployment." + deployment + ".subscriptions", 0);
            admin.alterConsumerGroupOffsets("deployment." + deployment + ".durable.one", Map.of(partition, note))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldShareBetweenMembersAndHandOverWhenOneLeaves() {
        try (Rig rig = rig();
                Rig other = again(rig.deployment)) {
            List<Writer> writers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                writers.add(rig.writer("platform.work.item" + i, Profile.DURABLE));
            }
            Reader one = rig.shared("platform.work.**", Profile.DURABLE, "workers", StartAt.EARLIEST);
            Reader two = other.shared("platform.work.**", Profile.DURABLE, "workers", StartAt.EARLIEST);
            int[] round = {0};
            Await.within(Rig.PATIENCE)
                    .showing(() -> one.texts.size() + " and " + two.texts.size() + " " + rig.told() + other.told())
                    .until("both get some", () -> {
                        for (int i = 0; i < writers.size(); i++) {
                            writers.get(i).offer("r" + round[0] + "w" + i);
                        }
                        round[0]++;
                        one.step();
                        two.step();
                        one.confirmAll();
                        two.confirmAll();
                        return !one.texts.isEmpty() && !two.texts.isEmpty();
                    });
            two.close();
            long total = writers.stream().mapToLong(writer -> writer.sequence).sum();
            Set<String> all = new HashSet<>(two.texts);
            Await.within(Rig.PATIENCE)
                    .showing(() -> all.size() + " of " + total)
                    .until("all delivered", () -> {
                        one.step();
                        one.confirmAll();
                        all.addAll(one.texts);
                        return all.size() == total;
                    });
        }
    }

    @Test
    void shouldShareFastMessagesAndForgetThePast() {
        try (Rig rig = rig()) {
            Writer writer = rig.writer("platform.fast.group", Profile.FAST);
            Reader first = rig.shared("platform.fast.group", Profile.FAST, "g", StartAt.LATEST);
            writer.publish("x", 0, 10);
            first.read(10);
            first.close();
            writer.publish("lost");
            Reader second = rig.shared("platform.fast.group", Profile.FAST, "g", StartAt.LATEST);
            writer.publish("y", 0, 10);
            assertEquals("y9", second.read(10).getLast());
            assertFalse(second.texts.contains("x0"));
        }
    }

    @Test
    void shouldSkipAndCountWhenALossySubscriptionStalls() {
        try (Rig rig = rig()) {
            Reader lossy = rig.reader(new SubscriptionRequest(
                    TopicPattern.of("platform.data.lossy"),
                    Profile.FAST,
                    null,
                    false,
                    StartAt.LATEST,
                    Overflow.LOSSY,
                    100,
                    100));
            Writer writer = rig.writer("platform.data.lossy", Profile.FAST);
            writer.publish("l", 0, 1);
            lossy.read(1);
            writer.publish("l", 1, 5000);
            Await.within(Rig.PATIENCE)
                    .showing(() -> lossy.texts.size())
                    .doing(
                            lossy::step,
                            "the last one",
                            () -> lossy.texts.getLast().equals("l4999"));
            assertTrue(lossy.subscription.dropped() > 3000, "dropped=" + lossy.subscription.dropped());
            assertEquals(5000, lossy.subscription.dropped() + lossy.texts.size());
        }
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        try (Rig rig = rig("kafka.max.message.bytes", "64k")) {
            Writer writer = rig.writer("platform.large.a", Profile.FAST);
            int max = rig.engine.capabilities().maxPayload();
            assertTrue(writer.publish("x".repeat(max)) > 0);
            assertEquals(PublishResult.TOO_LARGE, writer.offer("x".repeat(max + 4096)));
        }
    }

    @Test
    void shouldWakeAnAwaitingPollerWhenClosed() throws Exception {
        try (Rig rig = rig()) {
            Reader reader = rig.fast("platform.data.idle");
            Thread poller = new Thread(() -> reader.subscription.await(30_000_000_000L));
            poller.start();
            Await.within(Rig.PATIENCE)
                    .until(
                            "it waits",
                            () -> poller.getState() == Thread.State.TIMED_WAITING
                                    || poller.getState() == Thread.State.RUNNABLE);
            reader.close();
            reader.close();
            poller.join(5000);
            assertFalse(poller.isAlive());
        }
    }
}
