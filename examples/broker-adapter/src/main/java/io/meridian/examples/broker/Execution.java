package io.meridian.examples.broker;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One thing that the broker says happened.
 *
 * @param number of the account's executions: 1, 2, 3 and so on
 * @param clientId the order's id, as it was placed; empty when somebody traded by other means
 * @param brokerId what the broker calls the order, or, of a trade, the trade
 * @param requestId which cancel or change it answers; empty for none
 * @param quantity of a trade, or the new one of a change
 * @param price likewise
 */
record Execution(
        long number,
        Kind kind,
        String clientId,
        String brokerId,
        String requestId,
        double quantity,
        double price,
        String text) {
    enum Kind {
        TAKEN,
        REJECTED,
        TRADED,
        CHANGED,
        CANCELLED,
        EXPIRED
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(number);
        out.writeUTF(kind.name());
        out.writeUTF(clientId);
        out.writeUTF(brokerId);
        out.writeUTF(requestId);
        out.writeDouble(quantity);
        out.writeDouble(price);
        out.writeUTF(text);
    }

    static Execution read(DataInput in) throws IOException {
        return new Execution(
                in.readLong(),
                Kind.valueOf(in.readUTF()),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readDouble(),
                in.readDouble(),
                in.readUTF());
    }
}
