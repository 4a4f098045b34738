package io.meridian.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.manager.account.Role;
import io.meridian.ui.GatewayRig.Browser;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kept runs: who sees them, in which order, and what a file that is no run does. */
final class BacktestsTest {
    static final String ID = "20261130-200932-414-c4d835f8";
    private static final String OLDER = "20261129-235959-999-00000000";
    private static final String RUN = """
        {"ended":"2026-11-30T20:09:32.414Z","portfolio":"hello","plugins":[{"instance":"hello","id":"hello","version":""}],\
        "run":{"strategy":"hello","settings":{"a":"1"},"opening_cash":1000000.10},"figures":{"sharpe":null},\
        "orders":{"sent":2,"refusals":[]},"trading":{"fees":0.000000},"cautions":["No fee was charged."],"positions":[],\
        "equity":{"time_ms":[1,2],"value":[10,11.5],"cash":[10,1],"gross":[0,10.5],"net":[0,10.5]}}\
        """;

    @TempDir
    private Path folder;

    private GatewayRig rig;
    private Browser anna;

    @BeforeEach
    void begin() throws Exception {
        rig = new GatewayRig(folder);
        rig.account("anna", Set.of(Role.AUTHOR));
        anna = rig.browser("anna");
    }

    @AfterEach
    void end() {
        rig.close();
    }

    private void keep(String name, String text) throws Exception {
        Files.createDirectories(rig.backtests);
        Files.writeString(rig.backtests.resolve(name), text);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return rig.ask("GET", path, anna, null);
    }

    private JsonNode items() throws Exception {
        HttpResponse<String> answer = get("/ui/backtests");
        assertEquals(200, answer.statusCode(), answer::body);
        return GatewayRig.JSON.readTree(answer.body()).get("items");
    }

    @Test
    void shouldShowNoneWhenNoneWasKept() throws Exception {
        assertEquals(0, items().size());
        assertEquals(404, get("/ui/backtests/" + ID).statusCode());
    }

    @Test
    void shouldListTheNewestFirstWithoutWhatOnlyAReportShows() throws Exception {
        keep(OLDER + ".json", RUN);
        keep(ID + ".json", RUN);
        keep("notes.json", "{}");
        keep(ID + ".json.new", "half");
        JsonNode items = items();
        assertEquals(2, items.size());
        assertEquals(ID, items.get(0).get("id").asText());
        assertEquals(OLDER, items.get(1).get("id").asText());
        assertEquals("1", items.get(0).at("/run/settings/a").asText(), items::toString);
        assertTrue(items.get(0).has("trading"));
        assertFalse(items.get(0).has("equity"));
    }

    @Test
    void shouldGiveARunAsItWasKept() throws Exception {
        keep(ID + ".json", RUN);
        HttpResponse<String> answer = get("/ui/backtests/" + ID);
        assertEquals(200, answer.statusCode());
        assertEquals(RUN, answer.body());
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
    }

    @Test
    void shouldShowNothingToWhoIsNotLoggedIn() throws Exception {
        keep(ID + ".json", RUN);
        assertEquals(401, rig.ask("GET", "/ui/backtests", null, null).statusCode());
        assertEquals(401, rig.ask("GET", "/ui/backtests/" + ID, null, null).statusCode());
    }

    @Test
    void shouldReadNoFileThatIsNoRunOfTheFolder() throws Exception {
        keep(ID + ".json", RUN);
        Files.writeString(folder.resolve("20261130-200932-414-aaaaaaaa.json"), RUN);
        for (String id : List.of(
                "..%2f20261130-200932-414-aaaaaaaa",
                "%2e%2e%2f20261130-200932-414-aaaaaaaa",
                "..%5c20261130-200932-414-aaaaaaaa",
                "../manager.db",
                "..%252fmanager.db",
                ID + ".json",
                ID + "%00",
                ID.toUpperCase(Locale.ROOT),
                "20261130-200932-414-aaaaaaaa")) {
            HttpResponse<String> answer = get("/ui/backtests/" + id);
            assertTrue(answer.statusCode() == 400 || answer.statusCode() == 404, id + ": " + answer.statusCode());
            assertFalse(answer.body().contains("opening_cash"), id);
        }
        Files.createSymbolicLink(
                rig.backtests.resolve("20261130-200932-414-bbbbbbbb.json"),
                folder.resolve("20261130-200932-414-aaaaaaaa.json"));
        assertEquals(422, get("/ui/backtests/20261130-200932-414-bbbbbbbb").statusCode());
    }

    @Test
    void shouldNameAFileThatIsBrokenAndListTheOthers() throws Exception {
        keep(ID + ".json", RUN.substring(0, 200));
        keep(OLDER + ".json", RUN);
        JsonNode items = items();
        assertEquals(2, items.size());
        assertTrue(items.get(0).get("problem").asText().contains(ID + ".json"), items::toString);
        assertFalse(items.get(1).has("problem"), items::toString);
        HttpResponse<String> answer = get("/ui/backtests/" + ID);
        assertEquals(422, answer.statusCode());
        assertTrue(answer.body().contains("run the backtest again"), answer.body());
        // The list reads no further than it must; the report reads all.
        keep(ID + ".json", RUN.replace("\"gross\":[0,10.5]", "\"gross\":[0]"));
        assertFalse(items().get(0).has("problem"));
        assertTrue(get("/ui/backtests/" + ID).body().contains("equity.gross"));
    }

    @Test
    void shouldNeverFailWhateverIsInAFile() throws Exception {
        Random random = new Random(20_261_201);
        byte[] good = RUN.getBytes(StandardCharsets.UTF_8);
        List<String> pieces =
                List.of("{", "}", "[", "]", "null", "\"", ",", "1e999999999", "\u0000", "NaN", "-", "\\u");
        int broken = 0;
        Files.createDirectories(rig.backtests);
        for (int i = 0; i < 400; i++) {
            byte[] bytes = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int change = random.nextInt(4); change > 0 && bytes.length > 20; change--) {
                byte[] piece = pieces.get(random.nextInt(pieces.size())).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(piece, 0, bytes, random.nextInt(bytes.length - piece.length), piece.length);
            }
            Files.write(rig.backtests.resolve(ID + ".json"), bytes);
            int status = get("/ui/backtests/" + ID).statusCode();
            String shown = i + ": " + new String(bytes, StandardCharsets.UTF_8);
            assertTrue(status == 200 || status == 422, shown);
            assertEquals(1, items().size(), shown);
            broken += status == 422 ? 1 : 0;
        }
        assertTrue(broken > 100, "hardly one was broken: " + broken);
        assertEquals(
                List.of(),
                rig.log.stream()
                        .filter(line -> line.contains("error of the program"))
                        .toList());
    }
}
