package io.meridian.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MeridianTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Meridian.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "run --help",
                "watch --help",
                "engines --help",
                "settings --help",
                "bus-server --help",
                "sidecar --help",
                "sidecar status --help",
                "kill --help",
                "release --help",
                "new --help",
                "validate --help",
                "test --help",
                "backtest --help",
                "record --help",
                "replay --help",
                "kernel --help",
                "desk --help",
                "desk deposit --help",
                "desk allocate --help",
                "dev --help",
                "dev up --help",
                "dev status --help",
                "dev logs --help",
                "dev down --help",
                "dev doctor --help",
                "dev reset --help"
            })
    void shouldExplainItselfAndItsExitCodesWhenAskedForHelp(String line) {
        assertEquals(0, run(line.split(" ")), err::toString);
        assertTrue(out.toString().startsWith("Usage: meridian"), out::toString);
    }

    @Test
    void shouldListExitCodesInItsHelp() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().contains("2   wrong usage or wrong settings"), out::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "run --nonsense",
                "run /nowhere",
                "watch a..b",
                "watch --set bus.backend=nonsense",
                "watch --set bus.backend=memory --set bus.bakend=memory",
                "bus-server --set bus.backend=memory",
                "sidecar --set bus.backend=memory --plugin momo-1 --pool SIGNAL",
                "sidecar --set bus.backend=memory --dir x --plugin a/b --pool SIGNAL",
                "sidecar status",
                "kill --dir x --by anna",
                "release --dir x --reason why",
                "new",
                "new nonsense",
                "new strategy",
                "new strategy Wrong_Name",
                "new --update --dir /nowhere",
                "validate /nowhere",
                "test /nowhere",
                "backtest /nowhere",
                "backtest --from nonsense",
                "backtest --cash -1",
                "desk deposit hello",
                "desk deposit hello much USD",
                "desk deposit hello 100 USD --by anna --wait 0",
                "desk deposit a-name-of-more-than-thirty-two-letters 100 USD --by anna",
                "desk deposit hello 123456789012345678901234567890 USD --by anna",
                "desk orders --last -1",
                "desk orders --portfolio a/b",
                "desk allocate o1 --by anna",
                "desk allocate o1 one=much --by anna",
                "desk allocate o1 one=1 --of weights --by anna",
                "desk allocate an-id-of-more-than-forty-letters-is-too-long one=1 --by anna",
                "desk allocation perhaps a1 --by anna",
                "dev",
                "dev down --name Wrong_Name"
            })
    void shouldEndWithTwoAndNoStackTraceWhenToldWrong(String line) {
        assertEquals(2, run(line.isEmpty() ? new String[0] : line.split(" ")), err::toString);
        assertTrue(!err.toString().isBlank() && !err.toString().contains("\tat "), err::toString);
    }

    @Test
    void shouldNameTheEnginesWhenTheBackendIsUnknown() {
        assertEquals(2, run("watch", "--set", "bus.backend=nonsense"));
        assertTrue(err.toString().contains("'nonsense'") && err.toString().contains("memory"), err::toString);
    }

    @Test
    void shouldSuggestTheNearestSettingWhenOneIsUnknown() {
        assertEquals(2, run("settings", "--set", "bus.bakend=memory"));
        assertTrue(err.toString().contains("did you mean bus.backend?"), err::toString);
    }

    @Test
    void shouldShowWhereASettingCameFrom() {
        assertEquals(0, run("settings", "--set", "bus.deployment=blue"));
        assertTrue(out.toString().contains("= blue  (given by the program)"), out::toString);
    }

    @Test
    void shouldDeclareEveryEngineOnALineWhenAskedForJson() {
        assertEquals(0, run("engines", "--json"));
        assertTrue(
                out.toString()
                        .lines()
                        .anyMatch(line -> line.startsWith("{\"engine\":\"memory\",\"supported\":[\"FAST\"")),
                out::toString);
    }
}
