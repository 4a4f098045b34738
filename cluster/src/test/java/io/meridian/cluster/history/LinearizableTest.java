package io.meridian.cluster.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.cluster.history.Operation.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The checker is checked: on histories that are known to be good and to be bad. */
final class LinearizableTest {
    @Test
    void shouldFindReadsThatSeeWhatWasWritten() {
        assertTrue(is(write("x", 0, 1), Operation.read("x", 2, 3), write("y", 4, 5), Operation.read("y", 6, 7)));
        // At the same time, either may be.
        assertTrue(is(write("x", 0, 10), Operation.read("", 1, 2), Operation.read("x", 3, 4)));
    }

    @Test
    void shouldFindAReadOfThePast() {
        assertFalse(is(write("x", 0, 1), write("y", 2, 3), Operation.read("x", 4, 5)));
        assertFalse(is(write("x", 0, 1), Operation.read("", 2, 3)));
    }

    @Test
    void shouldFindAReadOfWhatNobodyWrote() {
        assertFalse(is(write("x", 0, 1), Operation.read("z", 2, 3)));
    }

    /** Two readers that see two concurrent writes in two orders. */
    @Test
    void shouldFindReadersThatDisagree() {
        assertFalse(is(
                write("x", 0, 10),
                write("y", 0, 10),
                Operation.read("x", 11, 12),
                Operation.read("y", 13, 14),
                Operation.read("x", 15, 16)));
    }

    @Test
    void shouldFindALostWrite() {
        assertFalse(is(
                write("x", 0, 1), conditional("x", "y", Ending.DONE, 2, 3), conditional("x", "z", Ending.DONE, 4, 5)));
    }

    /** Both saw the same, and both were let. */
    @Test
    void shouldFindTwoWinners() {
        assertFalse(is(conditional("", "a", Ending.DONE, 0, 10), conditional("", "b", Ending.DONE, 0, 10)));
        assertTrue(is(conditional("", "a", Ending.DONE, 0, 10), conditional("", "b", Ending.REFUSED, 0, 10)));
    }

    @Test
    void shouldFindARefusalWithoutAReason() {
        assertFalse(is(conditional("", "a", Ending.REFUSED, 0, 1)));
    }

    /** It may have been done later than its asker waited, but once. */
    @Test
    void shouldTakeWhatIsUnknownForDoneOrNot() {
        Operation unknown = Operation.write("x", Ending.UNKNOWN, 0, 1);
        assertTrue(is(unknown, Operation.read("", 2, 3)));
        assertTrue(is(unknown, Operation.read("", 2, 3), Operation.read("x", 4, 5)));
        assertFalse(is(unknown, Operation.read("x", 2, 3), write("y", 4, 5), Operation.read("x", 6, 7)));
    }

    /** Histories made by a true register are found to be so; each with one read changed is not, where that cannot be explained. */
    @Test
    void shouldTellTrueHistoriesFromChangedOnes() {
        SplittableRandom random = new SplittableRandom(5);
        int found = 0;
        for (int round = 0; round < 300; round++) {
            List<Operation> history = trueHistory(random, 60);
            assertTrue(Linearizable.is(history, ""), "seed 5, round " + round);
            List<Operation> changed = new ArrayList<>(history);
            int at = random.nextInt(changed.size());
            Operation one = changed.get(at);
            if (one.kind() == Operation.Kind.READ) {
                changed.set(at, Operation.read("never", one.beganNs(), one.endedNs()));
                assertFalse(Linearizable.is(changed, ""), "seed 5, round " + round);
                found++;
            }
        }
        assertTrue(found > 50, "changed " + found);
        assertEquals(5, Operation.read("", 0, 5).endedNs());
    }

    /** Each takes effect at a moment of its own between its begin and its end. */
    private static List<Operation> trueHistory(SplittableRandom random, int count) {
        List<Operation> history = new ArrayList<>();
        String value = "";
        for (int i = 0; i < count; i++) {
            long moment = 10L * i;
            long began = moment - random.nextInt(40);
            long ended = moment + 1 + random.nextInt(40);
            String mine = "v" + i;
            switch (random.nextInt(4)) {
                case 0 -> {
                    history.add(Operation.write(mine, Ending.DONE, began, ended));
                    value = mine;
                }
                case 1 -> {
                    history.add(Operation.conditional(value, mine, Ending.DONE, began, ended));
                    value = mine;
                }
                case 2 -> history.add(Operation.conditional("other", mine, Ending.REFUSED, began, ended));
                default -> history.add(Operation.read(value, began, ended));
            }
        }
        return history;
    }

    private static Operation write(String value, long beganNs, long endedNs) {
        return Operation.write(value, Ending.DONE, beganNs, endedNs);
    }

    private static Operation conditional(String expected, String wanted, Ending ending, long beganNs, long endedNs) {
        return Operation.conditional(expected, wanted, ending, beganNs, endedNs);
    }

    private static boolean is(Operation... history) {
        return Linearizable.is(List.of(history), "");
    }
}
