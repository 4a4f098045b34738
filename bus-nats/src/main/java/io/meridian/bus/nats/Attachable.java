package io.meridian.bus.nats;

import io.nats.client.JetStreamApiException;
import java.io.IOException;

/** What an engine handed out that must be tied to each session anew. All methods but the last are called under one lock. */
interface Attachable {
    /** Whether it works on this session. */
    boolean isAttached(Session session);

    /**
     * Ties it to this session. A failure that time or a person may mend is tried again.
     *
     * @throws io.meridian.bus.engine.EngineException when a person must act, with the next step
     */
    void attach(Session session) throws IOException, JetStreamApiException, InterruptedException;

    /** The session is gone. */
    void detach();

    /** Called a few times a second while attached. */
    void tick(Session session, long nowNs);

    /** What it is, for messages to a person. */
    String describe();
}
