package io.meridian.cluster.state;

import java.io.IOException;
import java.util.Set;
import java.util.function.BiConsumer;

/** How the nodes of a cluster reach each other. A message may be lost, and may come late: what was missed is found by the next repair. */
public interface Wire {
    String self();

    /** Who can be reached now, without this node. */
    Set<String> others();

    /** @param to one of the others, or null for all of them */
    void send(String to, byte[] message) throws IOException;

    /** @param ear hears who says what, on any thread, and is quick */
    void listen(BiConsumer<String, byte[]> ear);
}
