package io.meridian.platform.author;

import io.meridian.conformance.stage.Stage;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.sidecar.session.PluginSession;
import io.meridian.sidecar.session.SessionHost;
import io.meridian.sidecar.session.SessionPeer;

/** Stands between a real sidecar's attach points and its guard, and tells a stage what the plugin does. For the loop's thread. */
final class Witness implements SessionHost {
    private final SessionHost host;
    private final Stage stage;
    private WitnessedSession known;

    Witness(SessionHost host, Stage stage) {
        this.host = host;
        this.stage = stage;
    }

    @Override
    public AttachReply attach(AttachRequest request, SessionPeer peer) {
        AttachReply reply = host.attach(request, new SessionPeer() {
            @Override
            public String transport() {
                return peer.transport();
            }

            @Override
            public void onStored(long tag) {
                peer.onStored(tag);
            }

            @Override
            public void onClosed(String reason) {
                stage.sawEnd();
                peer.onClosed(reason);
            }
        });
        stage.sawAttach(request, reply.hasRefusal() ? reply.getRefusal() : null);
        return reply;
    }

    @Override
    public PluginSession session() {
        PluginSession session = host.session();
        if (session == null) {
            return null;
        }
        if (known == null || known.session() != session) {
            known = new WitnessedSession(session, stage);
        }
        return known;
    }

    @Override
    public PluginSession session(String id) {
        PluginSession session = SessionHost.super.session(id);
        if (session == null) {
            stage.sawStray("a call of a session that is none");
        }
        return session;
    }
}
