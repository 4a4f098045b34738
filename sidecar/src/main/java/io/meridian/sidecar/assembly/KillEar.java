package io.meridian.sidecar.assembly;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.trading.ControlEventDecoder;
import io.meridian.plugin.contract.trading.ControlKind;
import io.meridian.plugin.contract.trading.ControlScope;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.sidecar.SidecarLog;
import io.meridian.sidecar.control.Latch;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hears on the bus what the instance manager tells sidecars to stop: the second way to the latch, beside the control socket. Nobody can release over the bus. What
 * was set before this latch was released last is over: it is told again and again while it holds, and one that comes late must not stop what a person has let through.
 */
final class KillEar {
    private static final int AT_ONCE = 4;
    /** More need not wait to set one latch: each is told again while it holds. */
    private static final int WAITING = 16;

    private final String instance;
    private final Latch latch;
    private final Setter setter;
    private final SidecarLog log;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ControlEventDecoder event = new ControlEventDecoder();
    /** One at a time and in their order; its thread is there while there is something to set. */
    private final ThreadPoolExecutor setting = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("sidecar-kill").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    private volatile Subscription subscription;

    /** Sets the latch. It writes to the disk, so it is called on a thread of its own. */
    interface Setter {
        void set(String by, String reason);
    }

    KillEar(String instance, Latch latch, Setter setter, SidecarLog log) {
        this.instance = instance;
        this.latch = latch;
        this.setter = setter;
        this.log = log;
    }

    /** Listens on this connection until that is closed. Where that cannot be, the control socket is the one way left, and all else goes on. */
    void listen(Bus bus) {
        String topic = TopicTemplate.SIDECAR_KILL.topic();
        try {
            subscription = bus.subscribe(SubscriptionSpec.fast(topic), this::onMessage);
        } catch (RuntimeException refused) {
            log.error("A kill is not heard on the bus, only at the control socket: " + topic
                    + " cannot be subscribed to: " + refused.getMessage());
        }
    }

    /** Takes in what has come. On the guard's loop, which turns more often than a thread of its own should. */
    int turn() {
        Subscription open = subscription;
        return open == null ? 0 : open.poll(AT_ONCE);
    }

    private Verdict onMessage(Message message) {
        try {
            event.wrapAndApplyHeader(message.buffer(), message.offset(), header);
            if (event.kind() == ControlKind.KILL && !latch.isSet()) {
                long setNs = event.tsEvent();
                ControlScope scope = event.scope();
                String target = event.target();
                boolean isMeant =
                        scope == ControlScope.DEPLOYMENT || scope == ControlScope.INSTANCE && target.equals(instance);
                if (isMeant) {
                    Instant at = Instant.ofEpochSecond(0, setNs);
                    String by = event.actor();
                    String reason = event.reason();
                    setting.execute(() -> set(at, by, reason));
                }
            }
            return Verdict.ACCEPT;
        } catch (IndexOutOfBoundsException | IllegalStateException | IllegalArgumentException noSuchMessage) {
            return Verdict.REJECT;
        }
    }

    /** What was released meanwhile stays so. */
    private void set(Instant at, String by, String reason) {
        if (!latch.isSet() && at.isAfter(latch.state().at())) {
            setter.set(by, reason);
        }
    }
}
