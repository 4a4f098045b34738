package io.meridian.sdk.runtime;

import com.google.protobuf.ByteString;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.proto.LoadStateRequest;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.record.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Keeps a plugin's state with the sidecar, and gets it back. */
final class StateTransfer {
    private static final int OVERHEAD = 64;

    private final Session session;
    private long coveredMessages;
    private long savedNs;
    private boolean wanted;
    private boolean underWay;
    private long saves;

    StateTransfer(Session session) {
        this.session = session;
        savedNs = session.options.monotonic().nanoTime();
    }

    /** Asks for a snapshot soon. */
    void request() {
        wanted = true;
    }

    /** How many snapshots the sidecar has stored. */
    long saves() {
        return saves;
    }

    /** Saves if it was asked for, or if there is something new and it is time. */
    void saveIfDue() {
        if (session.options.manifest().state() != StatePolicy.SNAPSHOT || underWay) {
            return;
        }
        boolean dirty = session.handledMessages() != coveredMessages;
        long age = session.options.monotonic().nanoTime() - savedNs;
        if (wanted || dirty && age >= session.options.snapshotInterval().toNanos()) {
            save();
        }
    }

    /** Saves, and waits until it is stored. For the end of a plugin. */
    void saveAndWait() {
        if (session.options.manifest().state() == StatePolicy.SNAPSHOT) {
            session.waiting().await(() -> !underWay, "SAVE_STATE");
            save();
            session.waiting().await(() -> !underWay, "SAVE_STATE");
        }
    }

    private void save() {
        wanted = false;
        byte[] state;
        session.notes().sees(Kind.SAVE);
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            session.plugin().writeState(new DataOutputStream(bytes));
            state = bytes.toByteArray();
            session.notes().said(Kind.SAVED, session.plugin().stateVersion(), state);
        } catch (IOException e) {
            throw new IllegalStateException("saveState failed: " + e.getMessage(), e);
        }
        // What was handled must be settled first: the snapshot covers what is settled before it.
        session.waiting().await(session.topics()::settleHandled, "settle");
        underWay = true;
        coveredMessages = session.handledMessages();
        savedNs = session.options.monotonic().nanoTime();
        long call = session.link().nextCall();
        session.expect(call, (end, body) -> {
            session.forget(call);
            underWay = false;
            SaveStateReply reply = SessionCalls.parse(SaveStateReply::parseFrom, body);
            if (reply.hasRefusal()) {
                session.refused(SessionCalls.refused("save state", "", reply.getRefusal()));
            } else {
                saves++;
            }
        });
        int format = session.plugin().stateVersion();
        int most = session.link().maxBody() - OVERHEAD;
        int at = 0;
        do {
            int length = Math.min(most, state.length - at);
            boolean last = at + length == state.length;
            byte[] chunk = StateChunk.newBuilder()
                    .setData(ByteString.copyFrom(state, at, length))
                    .setFormat(format)
                    .setLast(last)
                    .build()
                    .toByteArray();
            session.send(call, Method.SAVE_STATE, last, chunk);
            at += length;
        } while (at < state.length);
    }

    /** State as it was kept. */
    record Kept(byte[] bytes, int format) {
        /** Gives it to the plugin. */
        void giveTo(Plugin plugin) {
            try {
                plugin.readState(new DataInputStream(new ByteArrayInputStream(bytes)), format);
            } catch (IOException e) {
                throw new IllegalStateException(
                        "loadState failed on state of version=" + format + " length=" + bytes.length + ": "
                                + e.getMessage(),
                        e);
            }
        }
    }

    /** Gets the state that was kept last. */
    Kept load() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] format = {0};
        boolean[] done = {false};
        String[] refused = {null};
        long call = session.call(
                Method.LOAD_STATE, LoadStateRequest.getDefaultInstance().toByteArray(), (end, body) -> {
                    StateChunk chunk = SessionCalls.parse(StateChunk::parseFrom, body);
                    if (chunk.hasRefusal()) {
                        refused[0] = chunk.getRefusal().getText();
                    }
                    bytes.writeBytes(chunk.getData().toByteArray());
                    format[0] = chunk.getFormat();
                    done[0] = end || chunk.getLast() || refused[0] != null;
                });
        session.waiting().await(() -> done[0], "LOAD_STATE");
        session.forget(call);
        if (refused[0] != null) {
            throw new IllegalStateException("the state that was kept cannot be read: " + refused[0]);
        }
        return new Kept(bytes.toByteArray(), format[0]);
    }
}
