package io.meridian.sidecar.grpc;

import io.meridian.plugin.contract.proto.Answer;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.RespondRequest;
import io.meridian.sidecar.session.Refusals;
import java.util.ArrayDeque;

/** One responder and its stream. */
final class RespondCall implements OpenCall {
    /** How many answers a client may have under way. */
    static final int WINDOW = 64;

    /** How many requests may wait for a client that does not read; then it loses the responder, and those who ask find another. */
    private static final int MOST_UNREAD = 1024;

    private final GrpcSession session;
    private final Out<IncomingRequest> out;
    private final ArrayDeque<Answer> answers = new ArrayDeque<>(WINDOW);
    private int responder;
    private int unread;

    RespondCall(GrpcSession session, Out<IncomingRequest> out) {
        this.session = session;
        this.out = out;
    }

    void onMessage(RespondRequest request) {
        if (out.isOver()) {
            return;
        }
        if (responder == 0) {
            open(request);
            out.request(1);
        } else if (request.getKindCase() == RespondRequest.KindCase.ANSWER) {
            answers.add(request.getAnswer());
            turn();
        } else {
            end();
            out.refuse(Refusals.of(Refusal.Code.INVALID, "After the first message of Respond only answers may come."));
        }
    }

    private void open(RespondRequest request) {
        if (request.getKindCase() != RespondRequest.KindCase.OPEN) {
            refuse(IncomingRequest.newBuilder()
                    .setRefusal(Refusals.of(Refusal.Code.INVALID, "The first message of Respond must be open."))
                    .build());
            return;
        }
        int result = session.plugin().respond(request.getOpen(), this::onRequest);
        if (result < 0) {
            refuse(session.plugin().responderRefusal());
            return;
        }
        responder = result;
        out.next(IncomingRequest.getDefaultInstance());
    }

    private void refuse(IncomingRequest refusal) {
        session.remove(this);
        out.end(refusal);
    }

    private void onRequest(IncomingRequest request) {
        unread = out.isReady() ? 0 : unread + 1;
        if (unread > MOST_UNREAD) {
            end();
            out.refuse(Refusals.of(
                    Refusal.Code.BACK_PRESSURED,
                    "More than " + MOST_UNREAD + " requests wait and are not read, so this responder is closed."));
            return;
        }
        out.next(request);
    }

    @Override
    public int turn() {
        int done = 0;
        while (!answers.isEmpty() && responder > 0 && session.isOpen()) {
            int result = session.plugin().answer(responder, answers.peek());
            if (result == Refusals.BACK_PRESSURED) {
                break;
            }
            // An answer that comes too late, or to no request, concerns nobody any more.
            answers.poll();
            out.request(1);
            done++;
        }
        return done;
    }

    void end() {
        session.remove(this);
        if (responder > 0 && session.isOpen()) {
            session.plugin().endResponder(responder);
        }
        responder = 0;
    }

    void onClientDone() {
        turn();
        end();
        out.end();
    }

    @Override
    public void onSessionClosed(String reason) {
        responder = 0;
        out.refuse(Refusals.of(Refusal.Code.CLOSED, "The session ended: " + reason + "."));
    }
}
