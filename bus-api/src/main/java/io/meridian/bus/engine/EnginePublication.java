package io.meridian.bus.engine;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes frames of one topic from one owner. A frame is an encoded envelope and a payload, kept byte for byte.
 *
 * <p>Positions are the engine's own: they only ever grow within one {@link #session()}, and a frame is confirmed once
 * {@link #confirmedPosition()} has reached the position its offer returned.
 */
public interface EnginePublication extends AutoCloseable {
    /** How receivers learn the topic's name. */
    enum TopicNaming {
        /** The engine carries the name itself (a subject, a key): the envelope need not. */
        BY_ENGINE,
        /** The envelope carries the hash, and the name in the first message and from time to time. */
        ANNOUNCED,
        /** The envelope always carries the name. */
        IN_ENVELOPE
    }

    /** Asked once, when the publication is opened. */
    TopicNaming naming();

    /**
     * Takes one frame, or says at once why not. Never blocks.
     *
     * @param header holds the envelope from index 0
     * @param headerLength its length
     * @return the engine's position, not negative, or a code of {@code PublishResult}
     */
    long offer(DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length);

    /** Whether {@link #tryClaim} works. When not, the bus writes into a buffer of its own and offers it. */
    default boolean canClaim() {
        return false;
    }

    /**
     * Claims room for a frame of {@code length} bytes, to be written in place and then committed or aborted before
     * anything else is done with this publication.
     *
     * @param region is wrapped around the room on success
     * @return the position, or a code of {@code PublishResult}; TOO_LARGE when it must be offered instead
     */
    default long tryClaim(int length, UnsafeBuffer region) {
        throw new UnsupportedOperationException("canClaim=false");
    }

    /** Publishes what was claimed. */
    default void commitClaim() {
        throw new UnsupportedOperationException("canClaim=false");
    }

    /** Gives the claimed room up. */
    default void abortClaim() {
        throw new UnsupportedOperationException("canClaim=false");
    }

    /**
     * The position up to which everything has reached the engine's acknowledgement level for the profile. On the fast
     * profile it may simply be the last position offered. Any thread may ask.
     */
    long confirmedPosition();

    /**
     * Changes whenever frames accepted but not confirmed may have been dropped (a lost connection that the client does
     * not itself bridge). The bus then offers the unconfirmed ones again, flagged as possible duplicates; positions start
     * anew. An engine whose client resends by itself always returns 0.
     */
    default int session() {
        return 0;
    }

    /** Idempotent. Does not wait for confirmation. */
    @Override
    void close();
}
