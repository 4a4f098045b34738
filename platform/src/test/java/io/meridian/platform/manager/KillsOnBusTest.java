package io.meridian.platform.manager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Responder;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.manager.kill.Kill;
import io.meridian.manager.kill.KillScope;
import io.meridian.platform.cli.BusOptions;
import io.meridian.plugin.contract.trading.ControlEventDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.OrderState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the kernel is told of a kill, by somebody in its place who takes everything. */
@Timeout(60)
final class KillsOnBusTest {
    private final Map<String, String> settings = Map.of(
            "bus.backend", "memory",
            "memory.space", "kills",
            "bus.deployment", "kills" + Long.toHexString(System.nanoTime()));
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private Bus bus;
    private Thread kernel;
    private KillsOnBus kills;

    @BeforeEach
    void open() throws Exception {
        bus = Bus.open(new BusContext()
                .settings(Settings.of(BusSettings.schemas(), settings))
                .unrestricted());
        kernel = Thread.ofPlatform().start(this::answer);
        OrderEvents events = new OrderEvents(bus);
        events.tell("alpha", "o1", "XNAS", OrderState.OPEN);
        events.tell("alpha", "o2", "XNYS", OrderState.OPEN);
        events.tell("beta", "o3", "XNAS", OrderState.OPEN);
        kills = new KillsOnBus(new BusOptions(settings));
        ManagerRig.await(
                "the open orders are known",
                () -> kills.orders()
                        .of(Set.of(TopicPattern.of("platform.oms.command.*")))
                        .equals("3 orders are open"));
    }

    private void answer() {
        ControlEventDecoder order = new ControlEventDecoder();
        UnsafeBuffer taken = new UnsafeBuffer("taken 7".getBytes(UTF_8));
        try (Responder desk = bus.respond(TopicPattern.of("platform.control.desk.*"), (request, reply) -> {
            order.wrapAndApplyHeader(request.buffer(), request.offset(), new MessageHeaderDecoder());
            heard.add(order.kind() + " " + order.scope() + " " + order.target());
            reply.send(taken, 0, taken.capacity());
        })) {
            while (!over.get()) {
                desk.poll(10);
            }
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        over.set(true);
        kernel.join();
        kills.close();
        bus.close();
    }

    private static Kill kill(KillScope scope, String target, boolean released) {
        return new Kill(
                "k",
                scope,
                target,
                false,
                "anna",
                Instant.EPOCH,
                "odd prices",
                released ? "bo" : null,
                released ? Instant.EPOCH : null,
                released ? "fine" : null);
    }

    private void requireHeard(Kill kill, String published, String... wanted) {
        heard.clear();
        assertEquals("", kills.tellKernel(kill, Set.of(TopicPattern.of(published))));
        assertEquals(List.of(wanted), heard);
    }

    @Test
    void shouldHaveThoseOrdersCancelledThatAKilledPluginHasAPartIn() {
        requireHeard(
                kill(KillScope.INSTANCE, "a", false), "platform.portfolio.target.alpha", "CANCEL_ALL PORTFOLIO alpha");
        requireHeard(
                kill(KillScope.PLUGIN, "ems", false),
                "platform.ems.command.*",
                "CANCEL_ALL PORTFOLIO alpha",
                "CANCEL_ALL PORTFOLIO beta");
        requireHeard(kill(KillScope.POOL, "CCM", false), "platform.ccm.XNYS.event", "CANCEL_ALL VENUE XNYS");
        requireHeard(kill(KillScope.INSTANCE, "feed", false), "platform.data.**");
        requireHeard(kill(KillScope.INSTANCE, "a", true), "platform.portfolio.target.alpha");
    }

    @Test
    void shouldHaveTheKernelStopWhatItKnows() {
        requireHeard(kill(KillScope.ALL, "", false), "platform.data.**", "KILL DEPLOYMENT ", "CANCEL_ALL DEPLOYMENT ");
        requireHeard(kill(KillScope.PORTFOLIO, "alpha", true), "platform.data.**", "RELEASE PORTFOLIO alpha");
    }

    @Test
    void shouldSayThatNoKernelAnsweredAndAskForEach() throws InterruptedException {
        over.set(true);
        kernel.join();
        String trouble = kills.tellKernel(
                kill(KillScope.INSTANCE, "a", false), Set.of(TopicPattern.of("platform.oms.command.*")));
        assertTrue(trouble.contains("no kernel answered"), trouble);
    }
}
