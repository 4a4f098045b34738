package io.meridian.plugins.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.matching.EndReason;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.Profile;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.test.Published;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random markets and orders against rules that always hold. */
final class ListingTest {
    private static final long ONE = 100_000_000L;

    private final Map<PaperOrder, Long> filled = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private long takenFromMarket;

    private PaperOrder order(SplittableRandom random, long number) {
        Orders order =
                new Orders("o" + number, random.nextBoolean() ? Side.BUY : Side.SELL, "" + random.nextInt(1, 500));
        if (random.nextInt(3) > 0) {
            order.limit("" + random.nextInt(95, 106));
        }
        NewOrder command = (NewOrder) new Published(
                        "t",
                        Profile.DURABLE,
                        1,
                        number,
                        0,
                        0,
                        NewOrderEncoder.TEMPLATE_ID,
                        2,
                        0,
                        0,
                        0,
                        false,
                        false,
                        order.bytes())
                .event();
        return new PaperOrder(command, number);
    }

    @Test
    void shouldNeverFillMoreThanOrderedNorWorseThanItsLimitNorMoreThanTheMarketHad() {
        SplittableRandom random = new SplittableRandom(3);
        for (int run = 0; run < 300; run++) {
            filled.clear();
            takenFromMarket = 0;
            long offered = 0;
            Listing listing = new Listing("AAPL", "USD", 1, new Listing.Outcome() {
                @Override
                public void onFilled(PaperOrder order, long quantity, long price, boolean maker) {
                    long sum = filled.merge(order, quantity, Long::sum);
                    takenFromMarket += quantity;
                    boolean buys = order.command.side() == Side.BUY;
                    if (sum > order.quantity || sum + order.leaves != order.quantity) {
                        wrong.add(order.id + " is filled " + sum + " of " + order.quantity);
                    }
                    if (order.limit != 0 && (buys ? price > order.limit : price < order.limit)) {
                        wrong.add(order.id + " with limit " + order.limit + " traded at " + price);
                    }
                }

                @Override
                public void onEnded(PaperOrder order, EndReason reason) {}
            });
            List<PaperOrder> all = new ArrayList<>();
            for (int step = 0; step < 200; step++) {
                switch (random.nextInt(4)) {
                    case 0 -> {
                        long bid = random.nextInt(95, 104) * ONE;
                        long size = random.nextInt(0, 300) * ONE;
                        listing.quoted(bid, size, bid + random.nextInt(1, 3) * ONE, size);
                        offered += 2 * size;
                    }
                    case 1 -> {
                        long size = random.nextInt(1, 300) * ONE;
                        listing.traded(random.nextInt(95, 106) * ONE, size, Side.NULL_VAL);
                        offered += size;
                    }
                    case 2 -> {
                        PaperOrder order = order(random, step);
                        all.add(order);
                        listing.submit(order, () -> {});
                    }
                    default -> {
                        if (!all.isEmpty()) {
                            PaperOrder order = all.get(random.nextInt(all.size()));
                            if (!listing.orders().contains(order)) {
                                continue;
                            }
                            if (random.nextBoolean()) {
                                listing.cancel(order);
                            } else {
                                long limit = order.limit == 0 ? 0 : random.nextInt(95, 106) * ONE;
                                listing.modify(order, random.nextInt(1, 500) * ONE, limit, 0, () -> {});
                            }
                        }
                    }
                }
            }
            assertEquals(List.of(), wrong);
            assertTrue(takenFromMarket <= offered, takenFromMarket + " of " + offered);
        }
    }

    /** A quote with no order of ours must cost next to nothing: a backtest has millions. */
    @Test
    void shouldAllocateNothingForQuotesWhileNoOrderIsThere() {
        Listing listing = new Listing("AAPL", "USD", 1, null);
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100_000; i++) {
                listing.quoted((100 + (i & 7)) * ONE, ONE, (101 + (i & 7)) * ONE, ONE);
                listing.traded(100 * ONE, ONE, Side.BUY);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < 4096, "allocated=" + least);
    }

    @Test
    void shouldReadBackWhatWasSaved() throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        PaperOrder order = order(new SplittableRandom(5), 7);
        PaperState.save(new java.io.DataOutputStream(bytes), 9, List.of(order));
        List<PaperOrder> read = new ArrayList<>();
        long numbers = PaperState.load(
                new java.io.DataInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray())), read::add);
        assertEquals(9, numbers);
        assertEquals(order.id, read.getFirst().id);
        assertEquals(order.quantity, read.getFirst().quantity);
        assertEquals(order.command.type(), read.getFirst().command.type());
    }
}
