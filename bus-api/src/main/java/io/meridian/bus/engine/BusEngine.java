package io.meridian.bus.engine;

import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.topic.TopicPattern;

/** One open engine, for one deployment. Safe to call from any thread; what it hands out belongs to one thread each. */
public interface BusEngine extends AutoCloseable {
    /** What this engine, as opened, can do. */
    Capabilities capabilities();

    /** What it can do for the topics of one pattern; differs only where several engines stand behind one. */
    default Capabilities capabilities(TopicPattern pattern) {
        return capabilities();
    }

    /** Whether publishing and receiving can work right now. */
    boolean isConnected();

    /**
     * How many of the logs in which the engine keeps the deployment's messages have fewer copies in step than they are to have. 0 where
     * each has one copy, or the engine cannot tell. Answers at once, with what was found last.
     */
    default int underReplicated() {
        return 0;
    }

    /** Opens a publication used by one owner at a time. Does not wait for a server that is away. */
    EnginePublication publication(PublicationRequest request);

    /**
     * Opens a subscription owned by the thread that will poll it. When it returns and the engine is connected, every
     * message published from now on is in its reach; while the engine is away it takes effect on connection.
     *
     * @throws EngineException when it can never work: the name is in use by another kind of subscription, a cursor is
     *     corrupt, and so on
     */
    EngineSubscription subscription(SubscriptionRequest request);

    /** Closes everything it handed out, then itself. Idempotent, safe while another thread is inside. */
    @Override
    void close();
}
