package io.meridian.sidecar.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.bus.envelope.MessageContext;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.frames.PublishEncoder;
import io.meridian.plugin.contract.frames.SettleEncoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int TODAY = MessageHeaderEncoder.SCHEMA_VERSION;

    private final List<String> came = new ArrayList<>();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[256]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final FrameReader reader = new FrameReader(new FrameReader.Frames() {
        @Override
        public boolean onPublish(
                long tag, int topic, MessageContext context, AtomicBuffer buffer, int offset, int length) {
            came.add("publish " + tag + " " + topic + " " + buffer.getStringWithoutLengthAscii(offset, length));
            return true;
        }

        @Override
        public boolean onSettle(int subscription, long delivery, int verdict, String reason) {
            came.add("settle " + subscription + " " + delivery + " " + reason);
            return true;
        }

        @Override
        public boolean onCall(long call, Method method, boolean end, byte[] message) {
            came.add("call " + call);
            return true;
        }

        @Override
        public boolean onCreditBehind(long call, byte[] message) {
            return false;
        }

        @Override
        public void onMalformed() {
            came.add("malformed");
        }
    });

    /** Reads a publish whose block has so many bytes more than today's, or fewer. */
    private void publish(int version, int more) {
        new PublishEncoder().wrapAndApplyHeader(frame, 0, header).tag(7).topic(3);
        int block = PublishEncoder.BLOCK_LENGTH + more;
        header.wrap(frame, 0).blockLength(block).version(version);
        int length = HEADER + block + frame.putStringWithoutLengthAscii(HEADER + block, "text");
        reader.onFrame(PublishEncoder.TEMPLATE_ID, frame, 0, length);
    }

    @Test
    void shouldTakeABlockThatANewerVersionMadeLonger() {
        publish(TODAY, 0);
        publish(TODAY + 1, 9);
        new SettleEncoder().wrapAndApplyHeader(frame, 0, header).subscription(2).delivery(5);
        header.wrap(frame, 0).blockLength(SettleEncoder.BLOCK_LENGTH + 3).version(TODAY + 1);
        reader.onFrame(SettleEncoder.TEMPLATE_ID, frame, 0, HEADER + SettleEncoder.BLOCK_LENGTH + 3);
        assertEquals(List.of("publish 7 3 text", "publish 7 3 text", "settle 2 5 null"), came);
    }

    @Test
    void shouldPassOverABlockThatNoVersionEverMadeSoShort() {
        publish(TODAY, -1);
        publish(TODAY + 1, -1);
        publish(TODAY - 1, -40);
        publish(0, -PublishEncoder.BLOCK_LENGTH);
        assertEquals(List.of("malformed", "malformed", "malformed", "malformed"), came);
    }
}
