package io.meridian.cluster.decision;

import io.meridian.cluster.decision.Standing.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.View;
import org.jgroups.protocols.raft.election.BaseElection;
import org.jgroups.raft.RaftHandle;
import org.jgroups.util.NameCache;

/**
 * The decisions of a cluster, from any of its nodes. A decision holds once more than half of the seeds have it on their disks; whoever asks waits for that. While no more
 * than half are there, nothing can be decided, and what was decided can still be looked at.
 */
public final class Decisions implements AutoCloseable {
    /** The register of who leads. Its version is the term. */
    static final String OFFICE = "office";

    /** A call to a leader that has died in the meantime would be waited for in vain. */
    private static final Duration ATTEMPT = Duration.ofSeconds(2);

    private static final Duration ELECTED_WITHIN = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMillis(50);

    private final String node;
    private final InstantSource clock;
    private final RaftHandle raft;
    private final Book book = new Book();
    private final ExecutorService telling = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("cluster-telling").factory());
    private long leaderlessSinceNs;
    private volatile boolean closed;

    /** @param channel not connected yet */
    public Decisions(String node, JChannel channel, InstantSource clock) {
        this.node = node;
        this.clock = clock;
        raft = new RaftHandle(channel, book).raftId(node);
    }

    private void tell(Runnable what) {
        if (!closed) {
            telling.execute(what);
        }
    }

    /** Hears of each decision after it, and of what was missed while this node was away. On a thread of its own. */
    public void watch(Consumer<Register> watcher) {
        book.watch(register -> tell(() -> watcher.accept(register)));
    }

    /**
     * Sees to it that somebody counts the votes, to be called now and then. The protocol asks all nodes once when enough are there, and when one of them was not ready itself, it does not ask again. And it
     * takes nodes that have no vote for some that have: what cannot be won must not be tried, since each try is a new term, which would disturb those who can decide.
     */
    public void tend() {
        if (!raft.channel().isConnected()) {
            return;
        }
        View view = raft.channel().getView();
        BaseElection election = raft.channel().getProtocolStack().findProtocol(BaseElection.class);
        long voters = view.getMembers().stream()
                .filter(member -> raft.raft().members().contains(nameOf(member)))
                .count();
        boolean isMine = view.getCoord().equals(raft.channel().getAddress());
        if (voters < raft.raft().majority()) {
            election.stopVotingThread();
            leaderlessSinceNs = 0;
        } else if (!isMine || raft.leader() != null) {
            leaderlessSinceNs = 0;
        } else if (leaderlessSinceNs == 0) {
            leaderlessSinceNs = System.nanoTime();
        } else if (System.nanoTime() - leaderlessSinceNs > ELECTED_WITHIN.toNanos()) {
            leaderlessSinceNs = 0;
            election.startVotingThread();
        }
    }

    /** Who leads, as far as this node knows. */
    public Leader office() {
        return leaderIn(book.get(OFFICE));
    }

    /** Who leads, after all that was decided before this was asked. */
    public Leader readOffice(Duration patience) throws UndecidedException {
        return leaderIn(read(OFFICE, patience));
    }

    /**
     * Wishes that somebody leads.
     *
     * @param leader empty: nobody
     * @param after the term that was the latest one
     * @return null: another wish was granted before
     */
    public Leader claimOffice(String leader, long after, Duration patience) throws UndecidedException {
        Outcome outcome = put(OFFICE, leader.getBytes(StandardCharsets.UTF_8), after, patience);
        return outcome.isAccepted() ? leaderIn(outcome.register()) : null;
    }

    private static Leader leaderIn(Register office) {
        return new Leader(office.text(), office.version());
    }

    /** What this node knows; another may know more by now. */
    public Register get(String key) {
        return book.get(key);
    }

    /**
     * What is decided, after all that was decided before this was asked.
     *
     * @throws UndecidedException when nobody could say it in time
     */
    public Register read(String key, Duration patience) throws UndecidedException {
        return decide(new Command.Get(key), patience).register();
    }

    /**
     * Wishes that a register has a value.
     *
     * @param expected the version that it must have, 0 for one that is not there; -1: whatever it has
     * @throws UndecidedException when it is not known in time whether that was decided
     */
    public Outcome put(String key, byte[] value, long expected, Duration patience) throws UndecidedException {
        return decide(new Command.Put(UUID.randomUUID(), key, expected, 0, node, clock.instant(), value), patience);
    }

    /**
     * Orders it as the one in office: refused as soon as another is.
     *
     * @param term of its office
     */
    public Outcome order(long term, String key, byte[] value, Duration patience) throws UndecidedException {
        return decide(new Command.Put(UUID.randomUUID(), key, -1, term, node, clock.instant(), value), patience);
    }

    private Outcome decide(Command command, Duration patience) throws UndecidedException {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        String trouble = "";
        while (true) {
            long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0 || closed) {
                throw new UndecidedException(trouble.isEmpty() ? "there was no time" : trouble);
            }
            CompletableFuture<byte[]> answer = attempt(command);
            try {
                return Outcome.decode(answer.get(Math.min(leftNs, ATTEMPT.toNanos()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException late) {
                // The leader forgets it, too; asked again, it is done once at most.
                answer.cancel(false);
                trouble = trouble();
            } catch (ExecutionException refused) {
                trouble = trouble();
                rest();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UndecidedException("it was interrupted");
            }
        }
    }

    private String trouble() {
        Address leader = raft.leader();
        return leader == null
                ? "nobody counts the votes, and for that more than half of the seeds must be there"
                : nameOf(leader) + ", which counts the votes, did not answer in time";
    }

    private static void rest() throws UndecidedException {
        try {
            TimeUnit.NANOSECONDS.sleep(AGAIN.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UndecidedException("it was interrupted");
        }
    }

    private CompletableFuture<byte[]> attempt(Command command) {
        byte[] bytes = command.encode();
        try {
            // Reading goes through the log, too. The library has a shorter way, on which it takes answers to earlier
            // questions for a yes: a leader that was stopped found them waiting, and believed that it still leads.
            return raft.setAsync(bytes, 0, bytes.length);
        } catch (Exception noLeader) {
            return CompletableFuture.failedFuture(noLeader);
        }
    }

    /** Where this node stands. */
    public Standing standing() {
        Address leader = raft.leader();
        Role role =
                raft.isLeader() ? Role.COUNTER : raft.raft().role().startsWith("Learner") ? Role.LEARNER : Role.VOTER;
        return new Standing(
                role,
                leader == null ? "" : nameOf(leader),
                raft.currentTerm(),
                book.position(),
                raft.raft().lastAppended(),
                raft.commitIndex());
    }

    private static String nameOf(Address address) {
        return String.valueOf(NameCache.get(address));
    }

    @Override
    public void close() {
        closed = true;
        telling.shutdown();
    }
}
