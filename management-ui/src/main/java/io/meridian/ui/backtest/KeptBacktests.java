package io.meridian.ui.backtest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.meridian.ui.json.StrictJson;
import io.meridian.ui.problem.UiProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of kept runs, a file each. One that cannot be read is named with why, and hides none of the others. */
public final class KeptBacktests {
    private static final Pattern ID = Pattern.compile("\\d{8}-\\d{6}-\\d{3}-[0-9a-f]{8}");
    private static final String TYPE = ".json";
    private static final int MOST = 1_000;
    private static final long LARGEST = 32L << 20;

    /** What a list shows of a run. A sweep is only there when the run is the best of one. */
    private static final Set<String> HEAD =
            Set.of("ended", "portfolio", "plugins", "sweep", "run", "figures", "orders", "trading");

    private final Path folder;
    /** For a part of a file, behind which the rest is. */
    private final ObjectReader parts =
            StrictJson.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public KeptBacktests(Path folder) {
        this.folder = folder;
    }

    /** What a list shows of each, the newest first: {@code id} and the head of the run, or {@code problem}. */
    public List<Map<String, Object>> list() {
        List<Map<String, Object>> items = new ArrayList<>();
        for (String id : ids()) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("id", id);
            try {
                item.putAll(head(id));
            } catch (UiProblem broken) {
                item.put("problem", broken.getMessage());
            } catch (NoSuchFileException removed) {
                // A newer run took its place.
                continue;
            } catch (IOException unreadable) {
                item.put("problem", unreadable(id, unreadable).getMessage());
            }
            items.add(item);
        }
        return items;
    }

    /** One run as it was kept. */
    public byte[] report(String id) {
        if (!ID.matcher(id).matches()) {
            throw missing(id);
        }
        try {
            Path file = file(id);
            byte[] bytes = Files.readAllBytes(file);
            JsonNode report = StrictJson.MAPPER.readTree(bytes);
            Map<String, JsonNode> head = new LinkedHashMap<>();
            report.propertyStream()
                    .filter(field -> HEAD.contains(field.getKey()))
                    .forEach(field -> head.put(field.getKey(), field.getValue()));
            checkHead(id, head);
            check(id, "cautions", report.path("cautions").isArray());
            check(id, "positions", report.path("positions").isArray());
            checkEquity(id, report.path("equity"));
            return bytes;
        } catch (NoSuchFileException none) {
            throw missing(id);
        } catch (IOException unreadable) {
            throw unreadable(id, unreadable);
        }
    }

    private List<String> ids() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(TYPE))
                    .map(name -> name.substring(0, name.length() - TYPE.length()))
                    .filter(id -> ID.matcher(id).matches())
                    .sorted(Comparator.reverseOrder())
                    .limit(MOST)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException unreadable) {
            throw UiProblem.away("The folder of backtests, " + folder + ", cannot be read: " + unreadable.getMessage()
                    + ". Let the user of the gateway read it.");
        }
    }

    private Path file(String id) throws IOException {
        Path file = folder.resolve(id + TYPE);
        if (Files.size(file) > LARGEST) {
            throw broken(id, "it is larger than " + LARGEST + " bytes");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw broken(id, "it is no file");
        }
        return file;
    }

    /** Stops reading where the list knows enough. */
    private Map<String, JsonNode> head(String id) throws IOException {
        Map<String, JsonNode> head = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file(id));
                JsonParser parser = StrictJson.MAPPER.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw broken(id, "it is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME && HEAD.contains(parser.currentName())) {
                String name = parser.currentName();
                parser.nextToken();
                head.put(name, parts.readTree(parser));
            }
        }
        checkHead(id, head);
        return head;
    }

    private static void checkHead(String id, Map<String, JsonNode> head) {
        for (String name : HEAD) {
            JsonNode part = head.get(name);
            check(
                    id,
                    name,
                    switch (name) {
                        case "ended", "portfolio" -> part != null && part.isTextual();
                        case "plugins" -> part != null && part.isArray();
                        case "sweep" -> part == null || part.isObject();
                        case "run" -> part != null && part.path("settings").isObject();
                        default -> part != null && part.isObject();
                    });
        }
    }

    private static void checkEquity(String id, JsonNode equity) {
        int size = equity.path("time_ms").size();
        for (String name : List.of("time_ms", "value", "gross", "net")) {
            JsonNode numbers = equity.path(name);
            check(id, "equity." + name, numbers.isArray() && numbers.size() == size && size > 0);
            for (JsonNode number : numbers) {
                check(id, "equity." + name, number.isNumber() && Double.isFinite(number.doubleValue()));
            }
        }
    }

    private static void check(String id, String name, boolean isRight) {
        if (!isRight) {
            throw broken(id, "its part " + name + " is missing, or is not as a run has it");
        }
    }

    private static UiProblem missing(String id) {
        String shown = id.length() > 40 ? id.substring(0, 40) + "..." : id;
        return UiProblem.missing("There is no run " + shown
                + ". Older runs make room for newer ones; 'meridian backtest'" + " makes another.");
    }

    private static UiProblem unreadable(String id, IOException failure) {
        return broken(
                id,
                failure instanceof JsonProcessingException wrong ? wrong.getOriginalMessage() : failure.getMessage());
    }

    private static UiProblem broken(String id, String why) {
        return new UiProblem(
                422,
                "It cannot be read",
                "The file " + id + TYPE + " of kept backtests cannot be read: " + why
                        + ". Remove it, and run the backtest" + " again.",
                List.of());
    }
}
