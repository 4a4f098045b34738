package io.meridian.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.frames.DeliverEncoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.plugin.contract.history.HistoryAnswer;
import io.meridian.plugin.contract.history.HistoryMark;
import io.meridian.plugin.contract.history.HistoryQuestion;
import io.meridian.plugin.contract.history.PastList;
import io.meridian.plugin.contract.history.PastMessage;
import io.meridian.plugin.contract.trading.TradeEncoder;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Events;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.event.Trade;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * The past and what comes live are the whole stream, wherever they meet: a publisher, a store and a plugin, each as far as chance has it. What is published comes
 * to the store and to the plugin after a while each, in its order; questions and answers take a while, too.
 */
final class SeamPropertyTest {
    private static final String TOPIC = "platform.data.trade.XNAS.AAPL";
    private static final int RUNS = 4_000;

    /** What it hears, each as its source and sequence, and a mark when it is of the past. */
    static final class Taker extends Plugin {
        final List<String> heard = new ArrayList<>();
        final List<String> live = new ArrayList<>();
        final List<Notice> notices = new ArrayList<>();
        final List<Refused> refused = new ArrayList<>();
        Past askAtFirst;
        int failAt = -1;

        History warm(Past past) {
            return warmUp(TOPIC, past);
        }

        @Override
        public void onTrade(Trade trade) {
            if (askAtFirst != null) {
                Past past = askAtFirst;
                askAtFirst = null;
                warmUp(TOPIC, past);
                return;
            }
            Message message = trade.message();
            heard.add(message.source() + "/" + message.sequence());
            if (!message.isHistorical()) {
                live.add(message.source() + "/" + message.sequence());
            }
            if (heard.size() == failAt) {
                throw new IllegalStateException("as the test wants");
            }
        }

        @Override
        public void onNotice(Notice notice) {
            notices.add(notice);
        }

        @Override
        public void onRefused(Refused what) {
            refused.add(what);
        }
    }

    /** The world of one run. */
    private static final class World {
        final Random random;
        final HandContext context = new HandContext();
        final Taker plugin = new Taker();
        final Events events = new Events();
        final EventWriter writer = new EventWriter();
        final List<PastMessage> published = new ArrayList<>();
        final List<PastMessage> stored = new ArrayList<>();
        final Map<Integer, Long> marks = new TreeMap<>();
        final ArrayDeque<PastMessage> toStore = new ArrayDeque<>();
        final ArrayDeque<PastMessage> toPlugin = new ArrayDeque<>();
        final ArrayDeque<Runnable> replies = new ArrayDeque<>();
        final Set<String> lost = new TreeSet<>();
        double loss;
        boolean subscribed;
        int source = 1;
        long sequence;

        World(Random random) {
            this.random = random;
            plugin.attach(context);
        }

        void publish() {
            if (random.nextInt(60) == 0 && sequence > 0) {
                // Another instance takes over.
                source++;
                sequence = 0;
            }
            byte[] payload = new byte[EventWriter.TRADE];
            // Several at one time.
            long timeNs = 1_000 + published.size() / 3;
            writer.trade(new UnsafeBuffer(payload), 0, timeNs, "XNAS", "AAPL", "USD", "t" + published.size(), 100, 1);
            PastMessage message = new PastMessage(source, ++sequence, payload);
            published.add(message);
            toStore.add(message);
            if (subscribed) {
                toPlugin.add(message);
            }
        }

        void store() {
            PastMessage next = toStore.poll();
            if (next != null) {
                marks.put(next.source(), next.sequence());
                if (random.nextDouble() < loss) {
                    lost.add(name(next));
                } else {
                    stored.add(next);
                }
            }
        }

        static String name(PastMessage message) {
            return message.source() + "/" + message.sequence();
        }

        void deliver() {
            PastMessage next = toPlugin.poll();
            if (next == null) {
                return;
            }
            int head = MessageHeaderEncoder.ENCODED_LENGTH + DeliverEncoder.BLOCK_LENGTH;
            UnsafeBuffer frame = new UnsafeBuffer(new byte[head + next.payload().length]);
            new DeliverEncoder()
                    .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                    .source(next.source())
                    .sequence(next.sequence())
                    .schemaId(TradeEncoder.TEMPLATE_ID)
                    .schemaVersion(EventWriter.VERSION);
            frame.putBytes(head, next.payload());
            Message message = new Message().wrap(frame, 0, frame.capacity(), TOPIC, false);
            context.handling(message, () -> plugin.handle(message, events.of(message), null));
        }

        /** The store reads a question now; its answer comes later. */
        void answer() {
            HandContext.Asked next = context.asked.poll();
            if (next == null) {
                return;
            }
            HistoryQuestion question =
                    HistoryQuestion.decode(new UnsafeBuffer(next.payload()), 0, next.payload().length);
            List<HistoryMark> told = marks.entrySet().stream()
                    .map(mark -> new HistoryMark(mark.getKey(), mark.getValue()))
                    .toList();
            HistoryAnswer answer = PastList.answer(question.within(1024 + random.nextInt(2000)), stored, told);
            byte[] bytes = answer.encode(context.nowNs);
            replies.add(() -> next.handler().accept(new Reply(null, 71, 3, bytes)));
        }

        void reply() {
            Runnable next = replies.poll();
            if (next != null) {
                next.run();
            }
        }

        void step() {
            switch (random.nextInt(6)) {
                case 0 -> publish();
                case 1 -> store();
                case 2 -> deliver();
                case 3 -> answer();
                case 4 -> reply();
                default -> context.advance(random.nextInt(300_000_000));
            }
        }

        /** Until nothing is on its way any more, and a last message has come live. */
        void end() {
            publish();
            while (!toStore.isEmpty()) {
                store();
            }
            for (int i = 0; i < 2_000; i++) {
                deliver();
                answer();
                reply();
                context.advance(50_000_000);
            }
        }
    }

    /** Each source's in its order. When one takes over while the past is read, its first ones may come before the last ones of the one before it. */
    private static Map<String, List<String>> bySource(List<String> names) {
        return names.stream()
                .collect(Collectors.groupingBy(
                        name -> name.substring(0, name.indexOf('/')), TreeMap::new, Collectors.toList()));
    }

    @Test
    void shouldGiveTheWholeStreamWhereverThePastAndWhatComesLiveMeet() {
        int ofPast = 0;
        int ofLive = 0;
        int cut = 0;
        for (int run = 0; run < RUNS; run++) {
            World world = new World(new Random(run));
            Random random = world.random;
            for (int i = random.nextInt(60); i > 0; i--) {
                world.publish();
                for (int stored = random.nextInt(3); stored > 0; stored--) {
                    world.store();
                }
            }
            int last = random.nextInt(3) == 0 ? 1 + random.nextInt(30) : 0;
            Past past = last == 0 ? Past.since(Duration.ofDays(1)) : Past.last(last);
            boolean atFirst = random.nextInt(3) == 0;
            world.subscribed = atFirst || random.nextBoolean();
            if (atFirst) {
                world.plugin.askAtFirst = past;
            } else {
                world.plugin.warm(past);
            }
            world.subscribed = true;
            for (int i = random.nextInt(150); i > 0; i--) {
                world.step();
            }
            world.end();
            List<String> all = world.published.stream().map(World::name).toList();
            List<String> heard = world.plugin.heard;
            int seed = run;
            List<String> whole = last == 0 ? all : all.subList(all.size() - heard.size(), all.size());
            assertEquals(bySource(whole), bySource(heard), () -> "run " + seed + ": " + whole + "\n" + heard);
            if (world.source == 1) {
                assertEquals(whole, heard, () -> "run " + seed);
            }
            cut += heard.size() < all.size() ? 1 : 0;
            assertEquals(List.of(), world.plugin.refused, () -> "run " + seed);
            assertTrue(
                    world.plugin.notices.stream().noneMatch(notice -> notice.kind() == Notice.Kind.GAP),
                    () -> "run " + seed + ": " + world.plugin.notices);
            ofLive += world.plugin.live.size();
            ofPast += heard.size() - world.plugin.live.size();
        }
        assertTrue(ofPast > RUNS && ofLive > RUNS && cut > RUNS / 10, "past=" + ofPast + " live=" + ofLive);
    }

    @Test
    void shouldTellOfEachMessageThatTheStoreLostWhereTheyMeet() {
        int gaps = 0;
        for (int run = 0; run < RUNS; run++) {
            World world = new World(new Random(run));
            Random random = world.random;
            world.loss = 0.3;
            for (int i = 10 + random.nextInt(20); i > 0; i--) {
                world.publish();
                world.store();
            }
            world.plugin.warm(Past.since(Duration.ofDays(1)));
            world.subscribed = random.nextBoolean();
            world.answer();
            for (int i = random.nextInt(10); i > 0; i--) {
                world.publish();
            }
            world.subscribed = true;
            world.end();
            List<String> missing =
                    new ArrayList<>(world.published.stream().map(World::name).toList());
            missing.removeAll(world.plugin.heard);
            int seed = run;
            assertTrue(world.lost.containsAll(missing), () -> "run " + seed + ": " + missing + " " + world.lost);
            assertEquals(
                    world.plugin.heard.size(),
                    new TreeSet<>(world.plugin.heard).size(),
                    () -> "run " + seed + ": repeated " + world.plugin.heard);
            gaps += world.plugin.notices.stream()
                    .filter(notice -> notice.kind() == Notice.Kind.GAP)
                    .mapToInt(notice -> 1)
                    .sum();
        }
        assertTrue(gaps > RUNS / 20, "too few gaps for a test: " + gaps);
    }

    @Test
    void shouldGoOnWithWhatComesLiveWhenTheStoreDiesWhileItIsRead() {
        for (int run = 0; run < 200; run++) {
            World world = new World(new Random(run));
            world.subscribed = true;
            for (int i = 0; i < 40; i++) {
                world.publish();
                world.store();
            }
            world.toPlugin.clear();
            world.plugin.warm(Past.since(Duration.ofDays(1)));
            world.answer();
            world.reply();
            int given = world.plugin.heard.size();
            for (int i = 0; i < 5; i++) {
                world.publish();
                world.deliver();
            }
            assertEquals(given, world.plugin.heard.size(), "what comes live waits");
            while (world.plugin.refused.isEmpty()) {
                HandContext.Asked asked = world.context.asked.poll();
                if (asked != null) {
                    asked.handler()
                            .accept(new Reply(
                                    new Refused("request", asked.topic(), 0, RefusalCode.TIMED_OUT, "late", "", ""),
                                    0,
                                    0,
                                    new byte[0]));
                }
                world.context.advance(100_000_000);
            }
            assertEquals(given + 5, world.plugin.heard.size());
            assertEquals(5, world.plugin.live.size());
            assertTrue(
                    world.plugin.refused.getFirst().text().contains("the past of topic=" + TOPIC + " is not given"),
                    world.plugin.refused::toString);
            world.publish();
            world.deliver();
            assertEquals(6, world.plugin.live.size());
        }
    }

    @Test
    void shouldLoseNothingWhenAHandlerThrowsInThePast() {
        World world = new World(new Random(3));
        world.subscribed = true;
        for (int i = 0; i < 30; i++) {
            world.publish();
            world.store();
        }
        world.plugin.failAt = 4;
        world.plugin.warm(Past.since(Duration.ofDays(1)));
        int thrown = 0;
        for (int i = 0; i < 100; i++) {
            try {
                world.answer();
                world.reply();
                world.deliver();
            } catch (IllegalStateException wanted) {
                thrown++;
            }
        }
        assertEquals(1, thrown);
        assertEquals(world.published.stream().map(World::name).toList(), world.plugin.heard);
    }

    @Test
    void shouldHandOverWhatWaitsWhenItIsClosedOrTooMuchWaits() {
        World closed = new World(new Random(4));
        closed.subscribed = true;
        History history = closed.plugin.warm(Past.last(5));
        closed.publish();
        closed.deliver();
        history.close();
        assertTrue(history.isOver());
        closed.context.advance(1);
        assertEquals(List.of("1/1"), closed.plugin.live);

        World flooded = new World(new Random(5));
        flooded.subscribed = true;
        flooded.plugin.warm(Past.last(5));
        for (int i = 0; i <= Seam.MOST_HELD; i++) {
            flooded.publish();
            flooded.deliver();
        }
        assertEquals(flooded.published.size(), flooded.plugin.live.size());
        assertEquals(
                RefusalCode.BACK_PRESSURED, flooded.plugin.refused.getFirst().code());
        assertTrue(flooded.plugin.refused.getFirst().text().contains("Ask for less"), flooded.plugin.refused::toString);
    }
}
