package io.meridian.cluster;

import io.meridian.cluster.state.Wire;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;

/** The group of nodes as what shared maps travel on. */
final class GroupWire implements Wire {
    private final String self;
    private final JChannel channel;
    private volatile Map<String, Address> group = Map.of();
    private volatile BiConsumer<String, byte[]> ear = (from, message) -> {};

    GroupWire(String self, JChannel channel) {
        this.self = self;
        this.channel = channel;
    }

    /** These are in the group now. */
    void arrange(Map<String, Address> inGroup) {
        group = Map.copyOf(inGroup);
    }

    void hear(String from, byte[] message) {
        ear.accept(from, message);
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public Set<String> others() {
        Set<String> others = new HashSet<>(group.keySet());
        others.remove(self);
        return others;
    }

    @Override
    public void send(String to, byte[] message) throws IOException {
        Address address = to == null ? null : group.get(to);
        if (to != null && address == null) {
            return;
        }
        try {
            channel.send(new BytesMessage(address, message));
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void listen(BiConsumer<String, byte[]> ear) {
        this.ear = ear;
    }
}
