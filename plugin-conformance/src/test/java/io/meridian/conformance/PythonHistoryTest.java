package io.meridian.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.history.HistoryAnswer;
import io.meridian.plugin.contract.history.HistoryMark;
import io.meridian.plugin.contract.history.HistoryQuestion;
import io.meridian.plugin.contract.history.PastMessage;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What the example in Python writes and reads of questions for the past is what the contract says. */
final class PythonHistoryTest {
    private static final Path FOLDER = Path.of("").toAbsolutePath().getParent().resolve("examples/python");

    private static String python(String statement) throws Exception {
        Process process = new ProcessBuilder("python3", "-B", "-c", "from history import *\n" + statement)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    void shouldAskAsTheContractReadsIt() throws Exception {
        String hex =
                python("print(question(start=1, end=2, period=3, last=4, after=5, room=6000, cursor='7:8').hex())");
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertEquals(
                new HistoryQuestion(1, 2, 3, 4, 5, 6000, "7:8"),
                HistoryQuestion.decode(new UnsafeBuffer(bytes), 0, bytes.length));
    }

    @Test
    void shouldReadAPageAsTheContractWritesIt() throws Exception {
        HistoryAnswer answer = new HistoryAnswer(
                9,
                List.of(new HistoryMark(-3, 7), new HistoryMark(4, 8)),
                List.of(new PastMessage(-3, 6, new byte[] {1, 2}), new PastMessage(4, 1L << 40, new byte[] {3})),
                "next",
                0,
                "");
        String hex = HexFormat.of().formatHex(answer.encode(1));
        assertEquals(
                "(9, [(-3, 7), (4, 8)], [(-3, 6, b'\\x01\\x02'), (4, 1099511627776, b'\\x03')], 'next')",
                python("print(page(bytes.fromhex('" + hex + "')))"));
    }

    @Test
    void shouldSayWhyThereIsNoPage() throws Exception {
        String hex = HexFormat.of()
                .formatHex(HistoryAnswer.refused(8, "ask for less").encode(1));
        String said = python("""
            try:
                page(bytes.fromhex('%s'))
            except NoHistory as why:
                print(why)
            """.formatted(hex));
        assertTrue(said.contains("code=8: ask for less"), said);
    }
}
