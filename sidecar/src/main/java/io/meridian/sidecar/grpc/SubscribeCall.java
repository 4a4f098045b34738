package io.meridian.sidecar.grpc;

import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Opened;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.Settle;
import io.meridian.plugin.contract.proto.SubscribeEvent;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import io.meridian.sidecar.session.Delivered;
import io.meridian.sidecar.session.DeliverySink;
import io.meridian.sidecar.session.Refusals;
import java.util.ArrayDeque;

/** One subscription and its stream. A stream that has no room is not fed; the guard loop offers the message again. */
final class SubscribeCall implements OpenCall, DeliverySink {
    /** How many settles and credits a client may have under way. */
    static final int WINDOW = 64;

    /** How many notices wait for room; then those of a kind are put together. */
    private static final int MOST_NOTICES = 32;
    /** Messages under way before the first credit, when the client does not say. */
    private static final int DEFAULT_CREDIT = 256;

    private final GrpcSession session;
    private final Out<SubscribeEvent> out;
    private final ArrayDeque<Notice> notices = new ArrayDeque<>();
    private int subscription;

    SubscribeCall(GrpcSession session, Out<SubscribeEvent> out) {
        this.session = session;
        this.out = out;
    }

    void onMessage(SubscribeRequest request) {
        if (out.isOver()) {
            return;
        }
        if (subscription == 0) {
            open(request);
        } else {
            Refusal refusal = change(request);
            if (refusal != null) {
                end();
                out.refuse(refusal);
                return;
            }
        }
        out.request(1);
    }

    private void open(SubscribeRequest request) {
        if (request.getKindCase() != SubscribeRequest.KindCase.OPEN) {
            refuse(Refusals.of(
                    Refusal.Code.INVALID,
                    "The first message of Subscribe must be open, and is "
                            + request.getKindCase().name().toLowerCase(java.util.Locale.ROOT) + "."));
            return;
        }
        Open open = request.getOpen();
        if (open.getCredit() == 0) {
            open = open.toBuilder().setCredit(DEFAULT_CREDIT).build();
        }
        // The answer goes out before what the subscription may deliver at once.
        Opened opened = session.plugin().subscribe(open, this);
        if (opened.hasRefusal()) {
            refuse(opened.getRefusal());
            return;
        }
        subscription = opened.getSubscription();
        out.next(SubscribeEvent.newBuilder().setOpened(opened).build());
        flush();
    }

    private void refuse(Refusal refusal) {
        session.remove(this);
        out.end(SubscribeEvent.newBuilder()
                .setOpened(Opened.newBuilder().setRefusal(refusal))
                .build());
    }

    /** Returns the refusal that ends the call, or null. */
    private Refusal change(SubscribeRequest request) {
        int result = switch (request.getKindCase()) {
            case CREDIT ->
                session.plugin()
                        .credit(subscription, Math.max(0, request.getCredit().getMessages()));
            case SETTLE -> settle(request.getSettle());
            case PAUSE ->
                session.plugin().pause(subscription, request.getPause().getPaused());
            case OPEN, KIND_NOT_SET -> Refusals.INVALID;
        };
        if (result >= 0 || result == Refusals.CLOSED || result == Refusals.NO_SESSION) {
            // What ended meanwhile says so itself.
            return null;
        }
        return Refusals.of(
                Refusals.code(result),
                "The subscription " + subscription + " cannot take " + request.getKindCase()
                        + " now: open comes once and first, a verdict must be DONE, RETRY or REJECT, and a delivery one"
                        + " that was made and is not settled.");
    }

    private int settle(Settle settle) {
        return session.plugin().settle(subscription, settle.getDelivery(), settle.getVerdict(), settle.getReason());
    }

    /** The client wants no more, or is gone. */
    void end() {
        session.remove(this);
        if (subscription > 0 && session.isOpen()) {
            session.plugin().unsubscribe(subscription);
        }
        subscription = 0;
    }

    void onClientDone() {
        end();
        out.end();
    }

    /** There is room again. */
    void flush() {
        while (!notices.isEmpty() && out.isReady()) {
            send(notices.poll());
        }
    }

    @Override
    public boolean deliver(Delivered message) {
        // Not before its own opening is answered, and not past a notice that waits.
        if (subscription == 0 || !notices.isEmpty() || !out.isReady()) {
            return false;
        }
        out.next(
                SubscribeEvent.newBuilder().setDelivery(Heads.delivery(message)).build());
        return true;
    }

    @Override
    public void notice(Notice notice) {
        boolean isLast = notice.getKind() == Notice.Kind.CLOSED || notice.getKind() == Notice.Kind.REVOKED;
        if (subscription > 0 && notices.isEmpty() && (out.isReady() || isLast)) {
            send(notice);
        } else if (notices.size() < MOST_NOTICES || !merge(notice)) {
            notices.add(notice);
        }
        if (isLast) {
            onSessionClosed(notice.getText());
        }
    }

    private void send(Notice notice) {
        out.next(SubscribeEvent.newBuilder().setNotice(notice).build());
    }

    /** Adds the count to a notice of the kind that waits. The kinds are few, so what cannot be merged cannot pile up either. */
    private boolean merge(Notice notice) {
        ArrayDeque<Notice> merged = new ArrayDeque<>();
        boolean found = false;
        for (Notice waiting : notices) {
            if (!found && waiting.getKind() == notice.getKind()) {
                found = true;
                merged.add(waiting.toBuilder()
                        .clearTopic()
                        .setCount(waiting.getCount() + notice.getCount())
                        .build());
            } else {
                merged.add(waiting);
            }
        }
        notices.clear();
        notices.addAll(merged);
        return found;
    }

    @Override
    public void onSessionClosed(String reason) {
        if (out.isOver()) {
            return;
        }
        notices.forEach(this::send);
        notices.clear();
        if (session.isOpen()) {
            end();
        } else {
            send(Notice.newBuilder().setKind(Notice.Kind.CLOSED).setText(reason).build());
            subscription = 0;
        }
        out.end();
    }
}
