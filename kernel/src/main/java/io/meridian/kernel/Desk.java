package io.meridian.kernel;

import org.agrona.DirectBuffer;

/**
 * Decides the commands of one kind. A desk first reads and checks; from {@link Journal#accept} on it only writes events and refuses no more.
 * One that refuses has written nothing but names.
 */
interface Desk {
    /** The pools whose senders may give this command, as {@link io.meridian.kernel.order.Pool#bit}s. */
    int pools();

    /** The length of the message's block in the first version of the schema. */
    int leastBlock();

    /** The length in the first version of a member of the group behind the block; 0 of a command that has no group. */
    default int leastMember() {
        return 0;
    }

    /** Reads the command, of which all is there, and writes its key. Refuses what cannot be read. */
    Refusal read(DirectBuffer buffer, int offset, int blockLength, int version);

    /** Decides what was read: writes the events, or refuses. */
    Refusal decide();

    /** Whether the command has a key, is recorded with its answer, and has no effect a second time. */
    default boolean isKeyed() {
        return true;
    }
}
