package io.meridian.sidecar.session;

import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.AttachRequest;

/** Where attach points bring a plugin. One plugin at a time. All methods are for the loop's thread. */
public interface SessionHost {
    /** Lets the plugin in, or says in the answer why not. */
    AttachReply attach(AttachRequest request, SessionPeer peer);

    /** The session of the attached plugin, or null. */
    PluginSession session();

    /** The open session of this id, or null. */
    default PluginSession session(String id) {
        PluginSession current = session();
        return current != null && current.id().equals(id) ? current : null;
    }
}
