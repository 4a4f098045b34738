package io.meridian.benchmarks;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Grant;
import io.meridian.bus.grant.GrantHandle;
import io.meridian.bus.grant.GrantTable;
import io.meridian.bus.grant.Principal;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.bus.topic.TopicTrie;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a grant check and a topic match cost, on their own. */
final class LookupBench {
    private static final int TOPICS = 1024;
    private static long sink;

    private LookupBench() {}

    static Figure grantCheck(Pairs pairs) throws Exception {
        List<Grant> grants = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            grants.add(Grant.allow(
                    "g" + i,
                    Principal.instance("p"),
                    Action.PUBLISH,
                    TopicPattern.of("platform.data.quote.V" + i + ".*")));
        }
        GrantTable table = GrantTable.of(grants);
        GrantHandle[] handles = new GrantHandle[TOPICS];
        for (int i = 0; i < TOPICS; i++) {
            handles[i] =
                    table.handle("p", "DGM", Action.PUBLISH, Topic.of("platform.data.quote.V" + i % 1_000 + ".S" + i));
        }
        int rounds = 50_000;
        return pairs.alone("grant.check", "ns/op", () -> {
            long allowed = 0;
            long start = System.nanoTime();
            for (int round = 0; round < rounds; round++) {
                for (GrantHandle handle : handles) {
                    allowed += handle.allowed(round) ? 1 : 0;
                }
            }
            long elapsed = System.nanoTime() - start;
            if (allowed != (long) rounds * TOPICS) {
                throw new IllegalStateException("allowed=" + allowed + ": every check should have been allowed");
            }
            return (double) elapsed / rounds / TOPICS;
        });
    }

    static Figure topicMatch(Pairs pairs, int patterns) throws Exception {
        TopicTrie<Integer> trie = new TopicTrie<>();
        Random random = new Random(patterns);
        String[] kinds = {"quote", "trade", "bar", "book", "status"};
        for (int i = 0; i < patterns; i++) {
            String kind = kinds[random.nextInt(kinds.length)];
            String text = switch (i % 10) {
                case 0 -> "platform.data." + kind + ".V" + i + ".*";
                case 1 -> "platform.signal.insight.M" + i + ".**";
                default -> "platform.data." + kind + ".V" + i % 40 + ".S" + i;
            };
            trie.add(TopicPattern.of(text), i);
        }
        Topic[] topics = new Topic[TOPICS];
        for (int i = 0; i < TOPICS; i++) {
            int number = random.nextInt(patterns);
            topics[i] = Topic.of("platform.data." + kinds[i % kinds.length] + ".V" + number % 40 + ".S" + number);
        }
        TopicTrie.Visitor<Integer, long[]> visitor = (value, sum) -> sum[0] += value + 1;
        long[] sum = new long[1];
        int rounds = 2_000;
        return pairs.alone("topic.match." + patterns, "ns/op", () -> {
            long start = System.nanoTime();
            for (int round = 0; round < rounds; round++) {
                for (Topic topic : topics) {
                    trie.forEachMatch(topic, sum, visitor);
                }
            }
            long elapsed = System.nanoTime() - start;
            sink += sum[0];
            return (double) elapsed / rounds / TOPICS;
        });
    }

    /** Keeps the work from being optimised away. */
    static long sink() {
        return sink;
    }
}
