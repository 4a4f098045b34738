package io.meridian.benchmarks;

import io.meridian.devservers.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jgroups.JChannel;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.protocols.raft.ELECTION2;
import org.jgroups.protocols.raft.FileBasedLog;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.REDIRECT;
import org.jgroups.raft.RaftHandle;
import org.jgroups.raft.StateMachine;
import org.jgroups.stack.Protocol;

/** The libraries alone: a group of JGroups over the loopback, with the log of jgroups-raft where it is wanted, each entry forced to the disk. */
final class BareGroup implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final Path folder;
    private final List<JChannel> channels = new ArrayList<>();
    private final List<RaftHandle> handles = new ArrayList<>();

    private BareGroup() throws IOException {
        folder = Files.createTempDirectory(Path.of("target"), "bare-group");
    }

    static BareGroup started(int count, boolean hasLog) throws Exception {
        BareGroup group = new BareGroup();
        List<InetSocketAddress> seeds = IntStream.range(0, count)
                .mapToObj(i -> new InetSocketAddress("127.0.0.1", FreePorts.next()))
                .toList();
        List<String> names = IntStream.range(0, count).mapToObj(i -> "bare" + i).toList();
        for (int i = 0; i < count; i++) {
            JChannel channel = new JChannel(group.protocols(seeds, names, i, hasLog));
            channel.name(names.get(i));
            if (hasLog) {
                group.handles.add(new RaftHandle(channel, new Nothing()).raftId(names.get(i)));
            }
            channel.connect("bare");
            group.channels.add(channel);
        }
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (group.channels.stream().anyMatch(channel -> channel.getView().size() < count)) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("the bare group does not come together");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return group;
    }

    private List<Protocol> protocols(List<InetSocketAddress> seeds, List<String> names, int own, boolean hasLog)
            throws IOException {
        TCP tcp = new TCP();
        tcp.setBindAddress(InetAddress.getByName("127.0.0.1"))
                .setBindPort(seeds.get(own).getPort())
                .setPortRange(0);
        tcp.tcpNodelay(true);
        List<Protocol> stack = new ArrayList<>(List.of(
                tcp,
                new TCPPING().initialHosts(seeds).portRange(0),
                new MERGE3().setMinInterval(1_000).setMaxInterval(3_000),
                new NAKACK2(),
                new UNICAST3(),
                new STABLE(),
                new GMS().setJoinTimeout(1_000).printLocalAddress(false),
                new UFC(),
                new MFC(),
                new FRAG4().setFragSize(60_000)));
        if (hasLog) {
            stack.add(new ELECTION2());
            stack.add(new RAFT()
                    .members(names)
                    .raftId(names.get(own))
                    .logClass(FileBasedLog.class.getName())
                    .logDir(folder.toString())
                    .logPrefix(names.get(own))
                    .logUseFsync(true));
            stack.add(new REDIRECT());
        }
        return stack;
    }

    List<JChannel> channels() {
        return channels;
    }

    RaftHandle leader() {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (true) {
            for (RaftHandle handle : handles) {
                if (handle.isLeader()) {
                    return handle;
                }
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("the bare group has no leader");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() throws IOException {
        channels.forEach(JChannel::close);
        TeeBench.delete(folder);
    }

    /** Keeps nothing but the log. */
    private static final class Nothing implements StateMachine {
        @Override
        public byte[] apply(byte[] data, int offset, int length, boolean serializeResponse) {
            return new byte[0];
        }

        @Override
        public void readContentFrom(java.io.DataInput in) {
            // There is none.
        }

        @Override
        public void writeContentTo(java.io.DataOutput out) {
            // There is none.
        }
    }
}
