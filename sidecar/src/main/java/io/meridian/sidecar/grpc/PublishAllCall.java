package io.meridian.sidecar.grpc;

import io.meridian.plugin.contract.proto.PublishRequest;
import io.meridian.plugin.contract.proto.PublishSummary;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.sidecar.session.Refusals;
import java.util.ArrayDeque;

/** Publishes a stream. While the bus has no room the client is asked for no more, so at most a window of messages waits here. */
final class PublishAllCall implements OpenCall {
    /** How many messages a client may have under way. */
    static final int WINDOW = 64;

    private final GrpcSession session;
    private final Out<PublishSummary> out;
    private final ArrayDeque<PublishRequest> queue = new ArrayDeque<>(WINDOW);
    private final PublishSummary.Builder summary = PublishSummary.newBuilder();
    private long unstored;
    private boolean clientIsDone;

    PublishAllCall(GrpcSession session, Out<PublishSummary> out) {
        this.session = session;
        this.out = out;
    }

    void onMessage(PublishRequest request) {
        queue.add(request);
        turn();
    }

    void onClientDone() {
        clientIsDone = true;
        endWhenDone();
    }

    void onCancelled() {
        queue.clear();
        session.remove(this);
    }

    @Override
    public int turn() {
        int done = 0;
        while (!queue.isEmpty() && session.isOpen() && publish(queue.peek())) {
            queue.poll();
            out.request(1);
            done++;
        }
        if (done > 0) {
            endWhenDone();
        }
        return done;
    }

    @Override
    public void onSessionClosed(String reason) {
        Refusal closed = Refusals.of(Refusal.Code.CLOSED, "The session ended: " + reason + ".");
        queue.forEach(request -> refuse(request, closed));
        queue.clear();
        out.end(summary.build());
    }

    /** Returns false when it is to be offered again. */
    private boolean publish(PublishRequest request) {
        String fault = Heads.fault(request.getHead());
        if (fault != null) {
            refuse(request, Refusals.of(Refusal.Code.INVALID, fault));
            return true;
        }
        int handle = session.resolve(request);
        if (handle < 0) {
            refuse(request, session.plugin().resolveRefusal(request.getHead().getTopic(), handle));
            return true;
        }
        boolean durable = session.isDurable(handle);
        long result = session.publish(handle, request);
        if (GrpcSession.isAgain(result, durable)) {
            return false;
        }
        if (result < 0) {
            refuse(request, session.plugin().refusal(result, handle));
            return true;
        }
        summary.setPublished(summary.getPublished() + 1);
        if (durable) {
            unstored++;
            session.whenStored(this::onStored, () -> refuse(request, unstored()));
        }
        return true;
    }

    private void onStored() {
        unstored--;
        endWhenDone();
    }

    private static Refusal unstored() {
        return Refusals.of(
                Refusal.Code.CLOSED,
                "The session ended before it was known to be stored. It may or may not be: publish it again.");
    }

    private void refuse(PublishRequest request, Refusal refusal) {
        if (summary.getRefused() == 0) {
            summary.setFirstRefusal(refusal).setFirstRefusedTag(request.getTag());
        }
        summary.setRefused(summary.getRefused() + 1);
    }

    private void endWhenDone() {
        if (clientIsDone && queue.isEmpty() && unstored == 0) {
            session.remove(this);
            out.end(summary.build());
        }
    }
}
