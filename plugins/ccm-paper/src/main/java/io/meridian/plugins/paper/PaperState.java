package io.meridian.plugins.paper;

import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.SavedEvents;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.function.Consumer;

/** Open orders, in the order they came, as bytes. The market's liquidity is not kept: the next quote brings it. */
final class PaperState {
    private PaperState() {}

    static void save(DataOutput out, long numbers, Collection<PaperOrder> orders) throws IOException {
        out.writeLong(numbers);
        out.writeInt(orders.size());
        for (PaperOrder order : orders) {
            SavedEvents.write(out, order.command);
            out.writeLong(order.number);
            out.writeLong(order.quantity);
            out.writeLong(order.leaves);
            out.writeLong(order.limit);
            out.writeLong(order.stop);
            out.writeInt(order.trades);
            out.writeBoolean(order.accepted);
            out.writeBoolean(order.triggered);
        }
    }

    /** @return the number of the last order */
    static long load(DataInput in, Consumer<PaperOrder> each) throws IOException {
        long numbers = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            NewOrder command = (NewOrder) SavedEvents.read(in);
            PaperOrder order = new PaperOrder(command, in.readLong());
            order.quantity = in.readLong();
            order.leaves = in.readLong();
            order.limit = in.readLong();
            order.stop = in.readLong();
            order.trades = in.readInt();
            order.accepted = in.readBoolean();
            order.triggered = in.readBoolean();
            each.accept(order);
        }
        return numbers;
    }
}
