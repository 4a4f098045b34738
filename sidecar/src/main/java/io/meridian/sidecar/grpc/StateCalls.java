package io.meridian.sidecar.grpc;

import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.sidecar.session.Refusals;
import io.meridian.sidecar.session.StateLoading;

/** Keeping the plugin's state, and giving it back. */
final class StateCalls {
    /** How many pieces a client may have under way. */
    static final int WINDOW = 4;

    private StateCalls() {}

    private static Refusal closed(String reason) {
        return Refusals.of(Refusal.Code.CLOSED, "The session ended: " + reason + ".");
    }

    /** Takes the pieces of a state. */
    static final class Save implements OpenCall {
        private final GrpcSession session;
        private final Out<SaveStateReply> out;
        private boolean begun;
        private boolean complete;

        Save(GrpcSession session, Out<SaveStateReply> out) {
            this.session = session;
            this.out = out;
        }

        void onMessage(StateChunk chunk) {
            if (out.isOver()) {
                return;
            }
            if (!begun && !session.beginSave()) {
                end(SaveStateReply.newBuilder()
                        .setRefusal(Refusals.of(
                                Refusal.Code.INVALID, "Another SaveState goes on: wait for its answer first."))
                        .build());
                return;
            }
            begun = true;
            if (complete) {
                // It has its answer coming; what follows the last piece is nobody's.
                return;
            }
            complete = chunk.getLast();
            session.plugin().saveState(chunk, this::end);
            out.request(1);
        }

        void onClientDone() {
            if (!complete && !out.isOver()) {
                end(SaveStateReply.newBuilder()
                        .setRefusal(Refusals.of(
                                Refusal.Code.INVALID,
                                "The stream ended before a piece marked last, so nothing is kept."))
                        .build());
            }
        }

        void onCancelled() {
            if (!complete) {
                abort();
            }
            free();
        }

        private void abort() {
            if (begun && session.isOpen()) {
                session.plugin().abandonState();
            }
        }

        private void end(SaveStateReply reply) {
            if (!complete) {
                abort();
            }
            free();
            out.end(reply);
        }

        private void free() {
            session.remove(this);
            if (begun) {
                begun = false;
                session.endSave();
            }
        }

        @Override
        public void onSessionClosed(String reason) {
            out.end(SaveStateReply.newBuilder().setRefusal(closed(reason)).build());
        }
    }

    /** Gives the pieces of the state. */
    static final class Load implements OpenCall {
        private final GrpcSession session;
        private final Out<StateChunk> out;
        private StateLoading loading;
        private boolean isWaiting;

        Load(GrpcSession session, Out<StateChunk> out) {
            this.session = session;
            this.out = out;
        }

        void open() {
            loading = session.plugin().loadState(this::give);
            loading.next();
        }

        /** There may be room for more. */
        void flush() {
            if (isWaiting && out.isReady()) {
                isWaiting = false;
                loading.next();
            }
        }

        void end() {
            session.remove(this);
            if (loading != null) {
                loading.close();
            }
        }

        private void give(StateChunk chunk) {
            out.next(chunk);
            if (chunk.getLast()) {
                session.remove(this);
                out.end();
            } else {
                isWaiting = true;
                flush();
            }
        }

        @Override
        public void onSessionClosed(String reason) {
            out.end(StateChunk.newBuilder()
                    .setLast(true)
                    .setRefusal(closed(reason))
                    .build());
        }
    }
}
