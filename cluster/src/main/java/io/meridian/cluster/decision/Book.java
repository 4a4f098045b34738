package io.meridian.cluster.decision;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jgroups.raft.StateMachine;

/** What this node knows to be decided. The same commands make the same book on all nodes: no clock, no chance. */
final class Book implements StateMachine {
    /** So many wishes are known again when they are asked once more. */
    private static final int REMEMBERED = 4_096;

    private static final int FORMAT = 1;

    private final Map<String, Register> registers = new TreeMap<>();
    private final Map<UUID, Outcome> done = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Outcome> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final List<Consumer<Register>> watchers = new CopyOnWriteArrayList<>();
    private long position;

    /** Hears of each decision, on the thread that applies it: it must not linger. */
    void watch(Consumer<Register> watcher) {
        watchers.add(watcher);
    }

    @Override
    public synchronized byte[] apply(byte[] bytes, int offset, int length, boolean wantsAnswer) throws IOException {
        Outcome outcome = switch (Command.decode(bytes, offset, length)) {
            case Command.Put put -> put(put);
            case Command.Get get -> new Outcome(Outcome.Kind.ACCEPTED, get(get.key()));
        };
        return wantsAnswer ? outcome.encode() : null;
    }

    private Outcome put(Command.Put put) {
        Outcome before = done.get(put.id());
        if (before != null) {
            return before;
        }
        position++;
        Register now = get(put.key());
        Outcome outcome;
        if (put.fence() != 0 && put.fence() != get(Decisions.OFFICE).version()) {
            outcome = new Outcome(Outcome.Kind.STALE, now);
        } else if (put.expected() >= 0 && put.expected() != now.version()) {
            outcome = new Outcome(Outcome.Kind.CONFLICT, now);
        } else {
            Register then = new Register(put.key(), put.value(), now.version() + 1, position, put.by(), put.at());
            registers.put(put.key(), then);
            watchers.forEach(watcher -> watcher.accept(then));
            outcome = new Outcome(Outcome.Kind.ACCEPTED, then);
        }
        done.put(put.id(), outcome);
        return outcome;
    }

    synchronized Register get(String key) {
        Register register = registers.get(key);
        return register == null ? Register.none(key) : register;
    }

    synchronized long position() {
        return position;
    }

    @Override
    public synchronized void writeContentTo(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeLong(position);
        out.writeInt(registers.size());
        for (Register register : registers.values()) {
            register.write(out);
        }
        out.writeInt(done.size());
        for (Map.Entry<UUID, Outcome> entry : done.entrySet()) {
            out.writeLong(entry.getKey().getMostSignificantBits());
            out.writeLong(entry.getKey().getLeastSignificantBits());
            out.writeByte(entry.getValue().kind().ordinal());
            entry.getValue().register().write(out);
        }
    }

    @Override
    public synchronized void readContentFrom(DataInput in) throws IOException {
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("the copy of the decisions has the format " + format + ", and this version reads "
                    + FORMAT + ". Let all nodes run the same version.");
        }
        position = in.readLong();
        Map<String, Register> before = Map.copyOf(registers);
        registers.clear();
        for (int left = in.readInt(); left > 0; left--) {
            Register register = Register.read(in);
            registers.put(register.key(), register);
        }
        done.clear();
        for (int left = in.readInt(); left > 0; left--) {
            UUID id = new UUID(in.readLong(), in.readLong());
            done.put(id, new Outcome(Outcome.Kind.values()[in.readByte()], Register.read(in)));
        }
        // Who was away hears of what it missed, if not of each step.
        registers.values().stream()
                .filter(register -> !register.equals(before.get(register.key())))
                .forEach(register -> watchers.forEach(watcher -> watcher.accept(register)));
    }
}
