package io.meridian.sidecar.session;

import io.meridian.bus.GrantDeniedException;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.delivery.UnsupportedByEngineException;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.GrantHandle;
import io.meridian.bus.topic.Topic;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Opened;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.sidecar.state.OpenedNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.agrona.collections.Object2IntHashMap;

/** The subscriptions of one session. */
final class Incoming {
    private static final int NO_SLOT = -1;

    final Guard guard;
    private final Function<String, RepeatMarks> marks;
    private final OpenedNames opened;
    private final boolean keepsState;
    private final List<SubscriptionPort> ports = new ArrayList<>();
    private final TraceMemory traces;
    private final Object2IntHashMap<Topic> slots = new Object2IntHashMap<>(NO_SLOT);

    /** @param keepsState whether what is settled is confirmed only once a snapshot covers it */
    Incoming(Guard guard, boolean keepsState, Function<String, RepeatMarks> marks, OpenedNames opened) {
        this.opened = opened;
        this.guard = guard;
        traces = new TraceMemory(guard.observer);
        this.keepsState = keepsState;
        this.marks = marks;
    }

    Opened subscribe(int number, Open wanted, DeliverySink sink) {
        try {
            boolean durable = SpecMaker.isDurable(wanted);
            boolean deferred = durable
                    && keepsState
                    && !(wanted.getName().isEmpty() && wanted.getGroup().isEmpty());
            int maxInFlight = wanted.getMaxInFlight() <= 0
                    ? guard.limits.maxInFlight()
                    : Math.min(wanted.getMaxInFlight(), 65_536);
            int unconfirmed = deferred ? guard.limits.snapshotWindow() + maxInFlight : maxInFlight;
            int attempts =
                    wanted.getMaxAttempts() <= 0 ? guard.limits.maxAttempts() : Math.min(wanted.getMaxAttempts(), 1000);
            SubscriptionSpec spec = SpecMaker.spec(wanted, guard.instance, unconfirmed, attempts);
            GrantHandle grant = guard.handle(Action.SUBSCRIBE, spec.pattern());
            if (!grant.allowed(guard.nowNs())) {
                return Opened.newBuilder().setRefusal(guard.denied(grant)).build();
            }
            GrantHandle replay = beginsInThePast(spec) ? guard.handle(Action.REPLAY, spec.pattern()) : null;
            if (replay != null && !replay.allowed(guard.nowNs())) {
                return Opened.newBuilder().setRefusal(guard.denied(replay)).build();
            }
            RepeatMarks repeats = durable && spec.name() != null && !spec.shared() ? marks.apply(spec.name()) : null;
            SubscriptionPort port = new SubscriptionPort(
                    number,
                    this,
                    spec,
                    maxInFlight,
                    deferred,
                    repeats,
                    grant,
                    guard.shadowHandle(Action.SUBSCRIBE, spec.pattern()),
                    sink);
            port.open(wanted.getCredit());
            ports.add(port);
            if (durable && spec.name() != null) {
                opened.add(spec.name());
            }
            return Opened.newBuilder().setSubscription(port.number).build();
        } catch (UnsupportedByEngineException cannot) {
            return notOpened(Refusal.Code.UNSUPPORTED, cannot.getMessage());
        } catch (GrantDeniedException denied) {
            return notOpened(Refusal.Code.ACL_DENIED, denied.getMessage());
        } catch (EngineException | IllegalArgumentException wrong) {
            return notOpened(Refusal.Code.INVALID, wrong.getMessage());
        }
    }

    /** Whether it reads what was there before it; one that was open before goes on where it left off. */
    private boolean beginsInThePast(SubscriptionSpec spec) {
        return spec.start().kind() != StartAt.Kind.LATEST && (spec.name() == null || !opened.contains(spec.name()));
    }

    static Opened notOpened(Refusal.Code code, String text) {
        return Opened.newBuilder().setRefusal(Refusals.of(code, text)).build();
    }

    SubscriptionPort port(int number) {
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).number == number) {
                return ports.get(i);
            }
        }
        return null;
    }

    void unsubscribe(int subscription) {
        SubscriptionPort port = port(subscription);
        if (port != null) {
            ports.remove(port);
            port.close();
        }
    }

    /** The grant behind a subscription is gone. */
    void revoked(SubscriptionPort port) {
        Refusal why = guard.denied(port.grant());
        ports.remove(port);
        port.close();
        port.say(Notice.Kind.REVOKED, port.grant().pattern().text(), 0, why.getText());
    }

    void handedOver(Delivered message, byte kind, long nowNs) {
        traces.remember(message, kind, nowNs);
    }

    int slot(Topic topic) {
        int slot = slots.getValue(topic);
        if (slot == NO_SLOT) {
            if (slots.size() >= guard.limits.topics()) {
                slots.clear();
            }
            slot = guard.observer.slot(topic);
            slots.put(topic, slot);
        }
        return slot;
    }

    void connection(Notice.Kind kind, String text) {
        for (SubscriptionPort port : List.copyOf(ports)) {
            port.say(kind, "", 0, text);
        }
    }

    void compareWithProposed() {
        ports.forEach(SubscriptionPort::compareWithProposed);
    }

    void continueTrace(MessageContext context) {
        traces.continueTrace(context);
    }

    boolean isRecovering() {
        for (int i = 0; i < ports.size(); i++) {
            if (!ports.get(i).isLive()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the plugin may be handling a message that it may have handled before. */
    boolean handlesRepeat() {
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).handlesRepeat()) {
                return true;
            }
        }
        return false;
    }

    boolean wantsSnapshot() {
        return ports.stream().anyMatch(SubscriptionPort::wantsSnapshot);
    }

    boolean isUncovered() {
        return ports.stream().anyMatch(SubscriptionPort::isUncovered);
    }

    int undecided() {
        return ports.stream().mapToInt(SubscriptionPort::undecided).sum();
    }

    /** A snapshot begins; what is given back is to run once it is stored, even when this session is over by then. */
    Runnable markForSnapshot() {
        List<Runnable> confirmations =
                ports.stream().map(SubscriptionPort::markForSnapshot).toList();
        return () -> confirmations.forEach(Runnable::run);
    }

    /** Marks what is decided; false when there is nothing new. */
    boolean mark() {
        boolean any = false;
        for (int i = 0; i < ports.size(); i++) {
            any |= ports.get(i).mark();
        }
        return any;
    }

    /** Confirms what was marked. */
    void confirmMarked() {
        for (int i = 0; i < ports.size(); i++) {
            ports.get(i).confirmMarked();
        }
    }

    int open() {
        return ports.size();
    }

    int turn(boolean fed) {
        int done = 0;
        for (int i = 0; i < ports.size(); i++) {
            done += ports.get(i).turn(fed);
        }
        return done;
    }

    void close() {
        ports.forEach(SubscriptionPort::close);
        ports.clear();
    }
}
