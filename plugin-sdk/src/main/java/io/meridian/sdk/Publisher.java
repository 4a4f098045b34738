package io.meridian.sdk;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Publishes to one topic, without allocation. Either {@link #offer} what is encoded already, or {@link #claim} room, encode
 * in place and {@link #commit}. For the plugin's thread only.
 *
 * <p>A result above 0 is the message's tag: the sidecar has not seen it yet. When it refuses the message, {@code onRefused}
 * tells with that tag.
 */
public interface Publisher {
    /** The bus cannot take it now; try again. */
    long BACK_PRESSURED = -1;
    /** There is no sidecar; the plugin will begin anew when there is. */
    long NOT_CONNECTED = -2;
    /** The plugin may not publish there; {@code onRefused} said why. */
    long DENIED = -3;
    /** More than a frame can hold. */
    long TOO_LARGE = -4;
    /** The message being handled is of the past, so nothing may follow from it now. */
    long HISTORICAL = -5;
    /** It would say the same as the last one. */
    long UNCHANGED = -6;

    String topic();

    Profile profile();

    /** Whether the sidecar knows the topic and allows it. */
    boolean isOpen();

    /**
     * Publishes bytes.
     *
     * @param schemaId of the trading schema: the template's id; otherwise the author's own number
     * @return the message's tag, or a negative code
     */
    long offer(int schemaId, int schemaVersion, DirectBuffer payload, int offset, int length);

    /**
     * Room for a payload, in the memory shared with the sidecar. Must be followed by {@link #commit} or {@link #abort}
     * before anything else is done.
     *
     * @return the message's tag, or a negative code: then there is nothing to commit
     */
    long claim(int schemaId, int schemaVersion, int length);

    /** Where to write what was claimed, from {@link #offset} on. */
    MutableDirectBuffer buffer();

    int offset();

    /** Sets when what the claimed message tells of happened; otherwise it is now. */
    void eventTime(long epochNs);

    /** Sets the correlation of the claimed message; otherwise it is that of the message being handled. */
    void correlation(long correlation);

    void commit();

    void abort();
}
