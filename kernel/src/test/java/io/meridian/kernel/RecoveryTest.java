package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.Messages.LimitOf;
import io.meridian.kernel.Messages.Terms;
import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A kernel is killed again and again, rebuilt from what was stored, and told again what it had not answered. */
final class RecoveryTest {
    private static final KernelOptions OPTIONS = new KernelOptions(16, 512, 64);
    private static final int KILLS = 1_000;
    private static final int SNAPSHOT_EVERY = 37;

    private record Command(Sender sender, long time, byte[] bytes) {}

    /** What was stored: the events of each command as one unit, and a snapshot now and then. */
    private static final class Store {
        final List<List<byte[]>> units = new ArrayList<>();
        byte[] snapshot;
        int snapshotAt;
    }

    private final Messages messages = new Messages();
    private final List<Command> commands = new ArrayList<>();
    private final Sender[] senders = new Sender[Pool.values().length];
    private long time = 1_000;

    private void add(Pool pool, Messages message) {
        byte[] bytes = new byte[message.length()];
        message.buffer.getBytes(0, bytes);
        if (senders[pool.ordinal()] == null) {
            senders[pool.ordinal()] = new Sender(pool, pool.name());
        }
        commands.add(new Command(senders[pool.ordinal()], ++time, bytes));
    }

    private void report(Pool pool, String id, int number, OrderState state, OrderCause cause) {
        add(pool, messages.report(id, number, "", state, cause));
    }

    private void busySession() {
        add(Pool.DGM, messages.instrument("AAPL", "XNAS", "USD", "0.01", "1", 1));
        add(Pool.PERSON, messages.limit("l", LimitRule.QUANTITY, LimitOf.ALL, "50", "500", 0));
        add(Pool.PERSON, messages.limit("d", LimitRule.DUPLICATE_ORDERS, LimitOf.ALL, null, "5", 1_000));
        int date = 20260901;
        for (int i = 0; i < 60; i++) {
            String id = "o" + i;
            Side side = i % 3 == 0 ? Side.SELL : Side.BUY;
            if (i % 15 == 0) {
                add(Pool.TIME, messages.day(date, DayPhase.BEGIN));
            }
            add(Pool.STRATEGY, messages.newOrder(id, "p" + i % 2, "AAPL", side, "100", Terms.limit("10.5" + i % 10)));
            // Refused, and a wish: it stays refused.
            add(Pool.STRATEGY, messages.newOrder("x" + i, "p0", "AAPL", side, "501", Terms.limit("10")));
            report(Pool.OMS, id, 1, OrderState.PENDING_COMPLIANCE, OrderCause.COMPLIANCE);
            report(Pool.OMS, id, 2, OrderState.COMPLIANCE_APPROVED, OrderCause.COMPLIANCE);
            add(Pool.EMS, messages.placement("p" + i, id, "XNAS", "100", PlacementState.OPEN, time));
            add(Pool.DGM, messages.quote("AAPL", "XNAS", "10." + (10 + i), "10." + (20 + i)));
            add(
                    Pool.CCM,
                    messages.fill(FillValues.of("t" + i, id, side, "10.5", "30").in("p" + i)));
            if (i % 2 == 0) {
                add(
                        Pool.CCM,
                        messages.fill(
                                FillValues.of("u" + i, id, side, "10.4", "70").costing("1", "USD")));
            } else {
                add(Pool.STRATEGY, messages.cancel(id, "c" + i));
                report(Pool.CCM, id, 3, OrderState.CANCELLED, OrderCause.VENUE);
            }
            if (i % 15 == 14) {
                add(Pool.TIME, messages.day(date++, DayPhase.END));
            }
        }
    }

    private static Kernel kernel(Store store) {
        return new Kernel(OPTIONS, (buffer, offset, length) -> {
            byte[] event = new byte[length];
            buffer.getBytes(offset, event);
            store.units.getLast().add(event);
        });
    }

    private long give(Kernel kernel, Store store, Command command) {
        store.units.add(new ArrayList<>());
        UnsafeBuffer bytes = new UnsafeBuffer(command.bytes());
        return kernel.take(command.sender(), command.time(), bytes, 0, command.bytes().length);
    }

    private static Kernel rebuilt(Store store) {
        EventSink sink = (buffer, offset, length) -> {
            byte[] event = new byte[length];
            buffer.getBytes(offset, event);
            store.units.getLast().add(event);
        };
        Kernel kernel = store.snapshot == null
                ? new Kernel(OPTIONS, sink)
                : Snapshot.restore(OPTIONS, sink, new UnsafeBuffer(store.snapshot), 0, store.snapshot.length);
        for (List<byte[]> unit : store.units.subList(store.snapshotAt, store.units.size())) {
            for (byte[] event : unit) {
                kernel.apply(new UnsafeBuffer(event), 0);
            }
        }
        return kernel;
    }

    @Test
    void shouldEndAlikeWhenItIsKilledAtAThousandPoints() {
        busySession();
        Store quiet = new Store();
        Kernel undisturbed = kernel(quiet);
        List<Long> answers = new ArrayList<>();
        for (Command command : commands) {
            answers.add(give(undisturbed, quiet, command));
        }
        assertTrue(answers.stream().filter(answer -> answer < 0).count() >= 60, "some were refused");

        Random random = new Random(20261120);
        int kills = 0;
        while (kills < KILLS) {
            Store store = new Store();
            Kernel kernel = kernel(store);
            for (int i = 0; i < commands.size(); i++) {
                long answer = give(kernel, store, commands.get(i));
                assertEquals(answers.get(i), answer);
                if (random.nextInt(12) == 0) {
                    kills++;
                    // Killed before the answer went out: what it did is stored whole, or not at all.
                    if (random.nextBoolean()) {
                        store.units.removeLast();
                    }
                    kernel = rebuilt(store);
                    long again = give(kernel, store, commands.get(i));
                    // A price has no key: it may be told as often as one likes, and is answered anew.
                    assertTrue(again == answer || commands.get(i).sender().pool() == Pool.DGM, "told again");
                }
                if (i % SNAPSHOT_EVERY == 0) {
                    ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
                    int length = Snapshot.write(kernel, bytes, 0);
                    store.snapshot = new byte[length];
                    bytes.getBytes(0, store.snapshot);
                    store.snapshotAt = store.units.size();
                }
            }
            assertEquals(undisturbed.hash(), kernel.hash());
        }
    }
}
