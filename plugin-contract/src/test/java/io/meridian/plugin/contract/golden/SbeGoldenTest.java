package io.meridian.plugin.contract.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.OrderState;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/** Every frame and every message of the trading schema, as written by this version and by all before it. */
final class SbeGoldenTest {
    private static final byte[] PAYLOAD = "what follows a frame".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGER_BLOCK = 24;
    private static final int LONGER_ENTRY = 5;

    private static byte[] sample(SbeSchema schema, Element message, boolean frame) throws Exception {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
        int length = schema.encode(message, buffer);
        if (frame) {
            buffer.putBytes(length, PAYLOAD);
            length += PAYLOAD.length;
        }
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    @ParameterizedTest
    @CsvSource({"attach-frames.xml, frames", "trading.xml, trading"})
    void shouldWriteWhatThisVersionWroteBefore(String resource, String folder) throws Exception {
        SbeSchema schema = new SbeSchema(resource);
        List<Element> messages = schema.messages();
        assertTrue(messages.size() >= 8);
        for (Element message : messages) {
            String file = folder + "/v" + schema.version() + "/" + message.getAttribute("name");
            byte[] sample = sample(schema, message, folder.equals("frames"));
            GoldenFile.assertSame(file + ".hex", GoldenFile.hex(sample));
            GoldenFile.assertSame(file + ".txt", decoded(schema, file, sample));
        }
        assertEquals(
                messages.size(),
                GoldenFile.list(folder + "/v" + schema.version(), ".hex").size(),
                "a message was taken out of " + resource);
    }

    private static String decoded(SbeSchema schema, String file, byte[] bytes) throws Exception {
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        int blockLength = buffer.getShort(0, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        int version = buffer.getShort(6, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        String name = file.substring(file.lastIndexOf('/') + 1);
        // One field a line: a difference is then easy to see.
        return schema.decode(name, buffer, blockLength, version).replace("|", "\n") + "\n";
    }

    @ParameterizedTest
    @CsvSource({"attach-frames.xml, frames", "trading.xml, trading"})
    void shouldReadWhatEveryVersionWrote(String resource, String folder) throws Exception {
        SbeSchema schema = new SbeSchema(resource);
        for (String file : GoldenFile.list(folder, ".hex")) {
            String decoded = decoded(schema, file, GoldenFile.bytes(file + ".hex"));
            assertEquals(GoldenFile.text(file + ".txt"), withoutLater(schema, file, decoded), file);
        }
    }

    /** Without the fields that came after the version of the file, which read as absent. */
    private static String withoutLater(SbeSchema schema, String file, String decoded) {
        String[] path = file.split("/");
        int version = Integer.parseInt(path[1].substring(1));
        String left = decoded;
        for (Element message : schema.messages()) {
            for (Element field : SbeSchema.children(message)) {
                String since = field.getAttribute("sinceVersion");
                if (message.getAttribute("name").equals(path[2])
                        && !since.isEmpty()
                        && Integer.parseInt(since) > version) {
                    String line = field.getAttribute("name") + "=\n";
                    assertTrue(
                            left.contains(line),
                            file + " has a value that it cannot have: " + field.getAttribute("name"));
                    left = left.replace(line, "");
                }
            }
        }
        return left;
    }

    @ParameterizedTest
    @CsvSource({"attach-frames.xml, frames", "trading.xml, trading"})
    void shouldReadWhatTheNextVersionWrites(String resource, String folder) throws Exception {
        SbeSchema schema = new SbeSchema(resource);
        for (Element message : schema.messages()) {
            String file = folder + "/v" + schema.version() + "/" + message.getAttribute("name");
            byte[] next = next(message, GoldenFile.bytes(file + ".hex"), schema.version() + 1);
            assertEquals(GoldenFile.text(file + ".txt"), decoded(schema, file, next), file);
            if (folder.equals("frames")) {
                int blockLength = new UnsafeBuffer(next).getShort(0, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
                byte[] payload = Arrays.copyOfRange(next, SbeSchema.HEADER + blockLength, next.length);
                assertEquals("what follows a frame", new String(payload, StandardCharsets.US_ASCII), file);
            }
        }
    }

    /** The same message with fields added to its block and to the entries of its groups, and with one more text. */
    private static byte[] next(Element message, byte[] sample, int version) {
        UnsafeBuffer from = new UnsafeBuffer(sample);
        ExpandableArrayBuffer to = new ExpandableArrayBuffer(sample.length * 2);
        int blockLength = from.getShort(0, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        to.putBytes(0, from, 0, SbeSchema.HEADER + blockLength);
        to.putShort(0, (short) (blockLength + LONGER_BLOCK), ByteOrder.LITTLE_ENDIAN);
        to.putShort(6, (short) version, ByteOrder.LITTLE_ENDIAN);
        int read = SbeSchema.HEADER + blockLength;
        int written = read;
        to.setMemory(written, LONGER_BLOCK, (byte) 0x5A);
        written += LONGER_BLOCK;
        boolean textFollows = false;
        for (Element part : SbeSchema.children(message)) {
            textFollows |= part.getTagName().equals("data");
            if (part.getTagName().equals("group")) {
                int entryLength = from.getShort(read, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
                int entries = from.getShort(read + 2, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
                to.putShort(written, (short) (entryLength + LONGER_ENTRY), ByteOrder.LITTLE_ENDIAN);
                to.putShort(written + 2, (short) entries, ByteOrder.LITTLE_ENDIAN);
                read += 4;
                written += 4;
                for (int i = 0; i < entries; i++) {
                    to.putBytes(written, from, read, entryLength);
                    to.setMemory(written + entryLength, LONGER_ENTRY, (byte) 0x5A);
                    read += entryLength;
                    written += entryLength + LONGER_ENTRY;
                    for (Element inside : SbeSchema.children(part)) {
                        if (inside.getTagName().equals("data")) {
                            int length = 2 + (from.getShort(read, ByteOrder.LITTLE_ENDIAN) & 0xFFFF);
                            to.putBytes(written, from, read, length);
                            read += length;
                            written += length;
                        }
                    }
                }
            }
        }
        to.putBytes(written, from, read, sample.length - read);
        written += sample.length - read;
        if (textFollows) {
            to.putShort(written, (short) 3, ByteOrder.LITTLE_ENDIAN);
            to.putStringWithoutLengthAscii(written + 2, "new");
            written += 5;
        }
        return Arrays.copyOf(to.byteArray(), written);
    }

    @Test
    void shouldHaveAnOrderStateForEachOfTheSixteen() throws Exception {
        String sample = GoldenFile.text("trading/v1/OrderEvent.txt");
        assertTrue(sample.contains("state="), sample);
        assertEquals(17, OrderState.values().length, "sixteen and the null value");
    }
}
