package io.meridian.platform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Message;
import io.meridian.bus.ReplyHandler;
import io.meridian.bus.Requester;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.Topic;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.plugin.contract.trading.CashKind;
import io.meridian.plugin.contract.trading.CashMovementEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.value.Decimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's own logic, on the in-memory bus. That it survives kills on real engines, {@code KilledKernelTest} shows. */
final class KernelServiceTest {
    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();
    private final String space = "kernel-" + UUID.randomUUID();
    private final Settings settings =
            Settings.of(BusSettings.schemas(), Map.of("bus.backend", "memory", "memory.space", space));
    private final KernelRig rig = new KernelRig(settings);
    private Bus bus;
    private KernelService kernel;

    private void start(String... more) {
        Map<String, String> given = new java.util.TreeMap<>(
                Map.of("bus.backend", "memory", "memory.space", space, "kernel.dir", folder.toString()));
        for (int i = 0; i < more.length; i += 2) {
            given.put(more[i], more[i + 1]);
        }
        Settings all = Settings.reader(PlatformSettings.schemas()).values(given).read();
        bus = Bus.open(new BusContext().settings(all).unrestricted());
        kernel = KernelService.start(bus, all, SystemEpochNanoClock.INSTANCE, log::add);
    }

    @AfterEach
    void close() {
        if (kernel != null) {
            kernel.onClose();
        }
        if (bus != null) {
            bus.close();
        }
        rig.close();
    }

    private void until(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            int work = kernel.doWork() + rig.poll();
            if (work == 0 && System.nanoTime() > deadlineNs) {
                throw new AssertionError("not within 20 s: " + what + "; " + kernel.figures() + " " + log);
            }
        }
    }

    private void define() {
        rig.define();
        until(
                "the instrument is known",
                () -> kernel.hub().kernel().state().instruments().next() > 0);
    }

    @Test
    void shouldTakeAnOrderFromItsWishToItsPosition() {
        start();
        define();
        rig.order("o1", "100");
        until("it is filled", () -> rig.state("o1") == OrderState.FILLED);
        until("it is held", () -> rig.held().compareTo(Decimal.of(100)) == 0);
        assertEquals(List.of(), rig.problems());
    }

    /** The bus keeps no requests; what a person does must be on record all the same, before he is answered. */
    @Test
    void shouldTellWhatAPersonDidAndWhatTheAnswerWas() {
        start();
        List<String> acts = new ArrayList<>();
        Subscription told = rig.bus()
                .subscribe(
                        SubscriptionSpec.durable("platform.control.act.**").from(StartAt.EARLIEST),
                        message -> acts.add(message.contentType()
                                        + message.buffer()
                                                .getStringWithoutLengthUtf8(message.offset(), message.length()))
                                ? Verdict.ACCEPT
                                : Verdict.REJECT);
        assertTrue(deposit("USD").startsWith("taken "));
        assertTrue(deposit("").startsWith("refused "));
        until("both are told", () -> told.poll(10) >= 0 && acts.size() == 2);
        assertTrue(
                acts.getFirst()
                        .matches(
                                "application/json\\{\"act\":\"CashMovement\",\"at\":\"20.*\"by\":\"anna\",\"on\":\"kernel\",\"after\":\"taken"
                                    + " \\d+\",\"detail\":\".*movementId='?m-USD.*mantissa=100.*"),
                acts::toString);
        assertTrue(acts.getLast().contains("\"after\":\"refused "), acts::toString);
    }

    private String deposit(String currency) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        CashMovementEncoder movement =
                new CashMovementEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        movement.tsEvent(1)
                .tsInit(1)
                .movementId("m-" + currency)
                .portfolio("alpha")
                .kind(CashKind.DEPOSIT);
        movement.amount().mantissa(100).scale((byte) 0).currency(currency);
        movement.note("");
        int length = MessageHeaderEncoder.ENCODED_LENGTH + movement.encodedLength();
        AtomicReference<String> answer = new AtomicReference<>();
        Requester requester = rig.bus().requester();
        requester.request(
                Topic.of("platform.control.desk.anna"), buffer, 0, length, 10_000_000_000L, new ReplyHandler() {
                    @Override
                    public void onReply(Message reply) {
                        answer.set(reply.buffer().getStringWithoutLengthUtf8(reply.offset(), reply.length()));
                    }

                    @Override
                    public void onNoResponder() {
                        answer.set("nobody");
                    }

                    @Override
                    public void onTimeout() {
                        answer.set("late");
                    }
                });
        until("it is answered", () -> requester.poll(10) >= 0 && answer.get() != null);
        requester.close();
        return answer.get();
    }

    @Test
    void shouldGoOnWhereItWasWhenItIsStartedAgain() {
        start("kernel.snapshot.every", "100");
        define();
        for (int i = 0; i < 50; i++) {
            rig.order("a" + i, "1");
        }
        until("all are filled", () -> rig.filled() == 50);
        long hash = kernel.hub().kernel().hash();
        kernel.onClose();
        bus.close();
        start();
        assertEquals(hash, kernel.hub().kernel().hash());
        rig.order("b", "7");
        until("it is filled", () -> rig.state("b") == OrderState.FILLED);
        until("it is held", () -> rig.held().compareTo(Decimal.of(57)) == 0);
        assertEquals(List.of(), rig.problems());
    }

    @Test
    void shouldBuryAnOrderOfThePastWhenItsDeploymentIsLive() {
        start();
        define();
        Settings past = Settings.of(
                BusSettings.schemas(), Map.of("bus.backend", "memory", "memory.space", space, "bus.replayed", "true"));
        List<String> buried = new ArrayList<>();
        Subscription graves = rig.bus().subscribe(SubscriptionSpec.durable("dlq.**"), message -> {
            buried.add(message.topic().name());
            return Verdict.ACCEPT;
        });
        try (KernelRig player = new KernelRig(past)) {
            player.order("old", "5");
            until("it is buried", () -> {
                graves.poll(10);
                return !buried.isEmpty();
            });
        }
        assertEquals(List.of("dlq.platform.oms.command.alpha"), buried);
        assertNull(rig.state("old"));
        assertTrue(
                kernel.figures().toString().contains("refused=1"),
                kernel.figures().toString());
    }

    @Test
    void shouldRefuseAFolderThatAnotherKernelWorksIn() {
        start();
        KernelService first = kernel;
        Bus firstBus = bus;
        IllegalStateException refused = assertThrows(IllegalStateException.class, this::start);
        assertTrue(refused.getMessage().contains("kernel.dir"), refused.getMessage());
        bus.close();
        kernel = first;
        bus = firstBus;
    }
}
