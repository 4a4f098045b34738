package io.meridian.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.frames.CallDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.plugin.contract.frames.PublishDecoder;
import io.meridian.plugin.contract.frames.SettleDecoder;
import io.meridian.plugin.contract.memory.AttachMemory.Side;
import io.meridian.plugin.contract.proto.Profile;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that writes rubbish harms itself at most. */
class FrameFuzzTest {
    @TempDir
    Path root;

    private SidecarRig rig;

    @BeforeEach
    void open() {
        rig = new SidecarRig(root);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldPassOverMalformedFramesAndServeHonestPluginsMeanwhile() {
        fuzz(100_000, 1);
    }

    @Test
    @Tag("long")
    @Timeout(1200)
    void shouldPassOverAMillionMalformedFrames() {
        fuzz(1_000_000, 2);
    }

    private void fuzz(int frames, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Sidecar sidecar = rig.startGranted("bad");
        rig.startGranted("good");
        try (TestPlugin good = TestPlugin.attach(rig.folder("good"))) {
            good.subscribe("platform.data.good", Profile.FAST).number();
            int handle = good.resolve("platform.data.good", Profile.FAST);
            TestPlugin bad = TestPlugin.attach(rig.folder("bad"));
            bad.keeps = false;
            UnsafeBuffer frame = new UnsafeBuffer(new byte[2048]);
            int honest = 0;
            for (int i = 0; i < frames; i++) {
                int length = malformed(random, frame);
                int type = random.nextInt(8) == 0 ? 1 + random.nextInt(40) : 1 + random.nextInt(3);
                bad = write(bad, type, frame, length);
                if (i % 1000 == 0) {
                    good.publish(handle, "h" + ++honest);
                }
                if (i % 64 == 0) {
                    bad.poll();
                    bad.answers.clear();
                    bad.notices.clear();
                    bad.refused.clear();
                }
            }
            bad.close();
            good.awaitGot(honest);
            assertEquals("h" + honest, good.got.getLast().text());
            assertTrue(rig.errors("malformed_frame") > frames / 20, rig.errors.toString());
            assertEquals(0, rig.errors("session"), rig.lines.toString());
            try (TestPlugin next = TestPlugin.attach(rig.folder("bad"))) {
                next.resolve("platform.data.x", Profile.FAST);
            }
            Await.until("the sidecar is well", () -> sidecar.status().state() == SidecarState.READY);
        }
    }

    private TestPlugin write(TestPlugin plugin, int type, UnsafeBuffer frame, int length) {
        TestPlugin[] current = {plugin};
        Await.until("the frame fits", () -> {
            if (current[0].memory.isGone(Side.SIDECAR)) {
                // A random frame may have been a goodbye.
                current[0].close();
                current[0] = TestPlugin.attach(rig.folder("bad"));
                current[0].keeps = false;
            }
            if (current[0].memory.toSidecar().write(type, frame, 0, length)) {
                return true;
            }
            current[0].poll();
            current[0].answers.clear();
            return false;
        });
        return current[0];
    }

    /** Pure noise, or a good header with a body that is noise or cut. */
    private static int malformed(SplittableRandom random, UnsafeBuffer frame) {
        int length = random.nextInt(0, random.nextInt(10) == 0 ? 2048 : 120);
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        frame.putBytes(0, noise);
        if (length >= 8 && random.nextInt(4) > 0) {
            int template = 1 + random.nextInt(4);
            int block = switch (template) {
                case PublishDecoder.TEMPLATE_ID -> PublishDecoder.BLOCK_LENGTH;
                case SettleDecoder.TEMPLATE_ID -> SettleDecoder.BLOCK_LENGTH;
                default -> CallDecoder.BLOCK_LENGTH;
            };
            new MessageHeaderEncoder()
                    .wrap(frame, 0)
                    .blockLength(random.nextInt(3) == 0 ? random.nextInt(65_536) : block)
                    .templateId(template)
                    .schemaId(78)
                    .version(random.nextInt(3));
            if (template == CallDecoder.TEMPLATE_ID && length > 16) {
                frame.putByte(16, (byte) random.nextInt(15));
            }
        }
        return length;
    }

    @Test
    void shouldEndTheSessionWhenTheRingItselfMakesNoSense() {
        SplittableRandom random = new SplittableRandom(4);
        Sidecar sidecar = rig.startGranted("bad");
        for (int i = 0; i < 30; i++) {
            TestPlugin bad = TestPlugin.attach(rig.folder("bad"));
            RingBuffer ring = bad.memory.toSidecar();
            AtomicBuffer buffer = ring.buffer();
            int kind = random.nextInt(3);
            for (int at = 0; at < ring.capacity(); at += 8) {
                int length = kind == 0 ? random.nextInt(1, Integer.MAX_VALUE) : kind == 1 ? 7 : ring.capacity();
                buffer.putIntOrdered(at, length);
            }
            Await.until("the session ends", () -> bad.memory.isGone(Side.SIDECAR));
            bad.close();
        }
        TestPlugin.attach(rig.folder("bad")).close();
        assertEquals(30, rig.errors("corrupt_ring"));
        assertEquals(SidecarState.READY, sidecar.status().state());
    }

    @Test
    void shouldNotBelieveAPluginThatMovesTheOtherRingsPositions() {
        rig.startGranted("bad");
        SplittableRandom random = new SplittableRandom(5);
        TestPlugin bad = TestPlugin.attach(rig.folder("bad"));
        bad.subscribe("platform.data.x", Profile.FAST).number();
        int handle = bad.resolve("platform.data.x", Profile.FAST);
        RingBuffer ring = bad.memory.toPlugin();
        long untilNs = System.nanoTime() + 300_000_000L;
        long tag = 0;
        while (System.nanoTime() < untilNs) {
            for (int at = ring.capacity(); at < ring.buffer().capacity(); at += 8) {
                ring.buffer().putLong(at, random.nextLong());
            }
            for (int i = 0; i < 50; i++) {
                bad.offer(++tag, handle, new byte[500], 0, 0);
            }
            LockSupport.parkNanos(100_000);
        }
        bad.close();
        assertEquals(0, rig.errors("session"), rig.lines.toString());
        try (TestPlugin next = TestPlugin.attach(rig.folder("bad"))) {
            next.resolve("platform.data.x", Profile.FAST);
        }
    }
}
