package io.meridian.sdk.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.agrona.concurrent.UnsafeBuffer;

/** Events in a plugin's saved state: written whole, with what travelled beside them, and read as ones that last. */
public final class SavedEvents {
    private static final int LARGEST = 1 << 20;

    private SavedEvents() {}

    public static void write(DataOutput out, Event event) throws IOException {
        Message message = event.message();
        byte[] frame = new byte[message.frameLength()];
        message.buffer().getBytes(message.frameOffset(), frame);
        out.writeUTF(message.topic());
        out.writeInt(frame.length);
        out.write(frame);
    }

    /** @throws IOException when what was written is no event of this version of the schema, or is cut short */
    public static Event read(DataInput in) throws IOException {
        String topic = in.readUTF();
        int length = in.readInt();
        if (length < 1 || length > LARGEST) {
            throw new IOException("length=" + length + " of a saved event is not within 1.." + LARGEST);
        }
        byte[] frame = new byte[length];
        in.readFully(frame);
        Event event = new Events().of(new Message().wrap(new UnsafeBuffer(frame), 0, length, topic, false));
        if (event == null) {
            throw new IOException("a saved event of topic=" + topic + " cannot be read");
        }
        return event;
    }
}
