package io.meridian.plugins.router;

import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.SavedEvents;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;

/** An order that is worked in slices, and what its work needs to know. */
final class Algo {
    final NewOrder command;
    final String id;
    final long beginNs;
    final long endNs;
    /** The market's price when the order came; NaN when there was none. */
    final double arrival;
    /** What had traded at the venue when it began. */
    BigDecimal volumeBefore;
    /** What was filled of it then; above 0 after a crash, since what traded meanwhile is not known. */
    BigDecimal filledBefore = BigDecimal.ZERO;
    /** Whether its time is over and what was left was sent once more. */
    boolean triedLast;
    /** Of the cancel that waits for its parts; empty for none. */
    String cancelRequest = "";

    Algo(NewOrder command, long beginNs, long endNs, double arrival, BigDecimal volumeBefore) {
        this.command = command;
        this.id = command.orderId();
        this.beginNs = beginNs;
        this.endNs = endNs;
        this.arrival = arrival;
        this.volumeBefore = volumeBefore;
    }

    Algorithm algorithm() {
        return command.algorithm();
    }

    void save(DataOutput out) throws IOException {
        SavedEvents.write(out, command);
        out.writeLong(beginNs);
        out.writeLong(endNs);
        out.writeDouble(arrival);
        out.writeUTF(volumeBefore.toPlainString());
        out.writeUTF(cancelRequest);
        out.writeBoolean(triedLast);
    }

    static Algo load(DataInput in) throws IOException {
        NewOrder command = (NewOrder) SavedEvents.read(in);
        Algo algo = new Algo(command, in.readLong(), in.readLong(), in.readDouble(), new BigDecimal(in.readUTF()));
        algo.cancelRequest = in.readUTF();
        algo.triedLast = in.readBoolean();
        return algo;
    }
}
