package io.meridian.cluster.member;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jgroups.Address;

/** What this node thinks of the others, and what it thought of those that are gone. Thread-safe. */
public final class Members {
    private final String self;
    private final Set<String> seeds;
    private final SilenceDetector detector;
    private final InstantSource clock;
    private final List<Consumer<Member>> watchers = new CopyOnWriteArrayList<>();
    private final Map<String, Member> known = new TreeMap<>();
    private final Map<String, Address> present = new HashMap<>();
    private final Set<String> leaving = new HashSet<>();

    public Members(String self, Set<String> seeds, SilenceDetector detector, InstantSource clock) {
        this.self = self;
        this.seeds = Set.copyOf(seeds);
        this.detector = detector;
        this.clock = clock;
    }

    /** Hears of each change of a member's state. */
    public void watch(Consumer<Member> watcher) {
        watchers.add(watcher);
    }

    /** All that are there or were there since this node began, and the seeds that never came. */
    public synchronized List<Member> all() {
        look();
        List<Member> all = new ArrayList<>(known.values());
        for (String seed : seeds) {
            if (!known.containsKey(seed)) {
                all.add(new Member(seed, false, true, MemberState.FAILED, clock.instant(), 0, 0));
            }
        }
        return all;
    }

    /** Whether one is in the group now, silent or not. */
    public synchronized boolean isThere(String name) {
        return present.containsKey(name);
    }

    /** One says that it ends. */
    public synchronized void leaves(String name) {
        leaving.add(name);
    }

    /** These are in the group now. */
    public synchronized void arrange(Map<String, Address> inGroup) {
        for (String gone : List.copyOf(present.keySet())) {
            if (!inGroup.containsKey(gone)) {
                is(gone, leaving.remove(gone) ? MemberState.LEFT : MemberState.FAILED, 0, 0);
            }
        }
        present.clear();
        present.putAll(inGroup);
        look();
    }

    /** Judges those that are there, and tells what changed. */
    public synchronized void look() {
        present.forEach((name, address) -> {
            SilenceDetector.Judgement now =
                    name.equals(self) ? SilenceDetector.Judgement.NONE : detector.judge(address);
            is(name, now.isSuspect() ? MemberState.SUSPECT : MemberState.ALIVE, now.silentMs(), now.phi());
        });
    }

    private void is(String name, MemberState state, long silentMs, double phi) {
        Member before = known.get(name);
        boolean isNew = before == null || before.state() != state;
        Member now = new Member(
                name,
                name.equals(self),
                seeds.contains(name),
                state,
                isNew ? clock.instant() : before.since(),
                silentMs,
                phi);
        known.put(name, now);
        if (isNew) {
            watchers.forEach(watcher -> watcher.accept(now));
        }
    }
}
