package io.meridian.platform.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.Checkpoint;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.RecordLayout;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.person.People;
import io.meridian.audit.record.Kinds;
import io.meridian.audit.record.RecordedMessage;
import io.meridian.audit.search.ExportLine;
import io.meridian.audit.search.LogScan;
import io.meridian.audit.search.RecordFilter;
import io.meridian.audit.search.TraceSearch;
import io.meridian.audit.verify.Finding;
import io.meridian.audit.verify.Verification;
import io.meridian.audit.verify.Verifier;
import io.meridian.bus.Bus;
import io.meridian.platform.act.ActPublisher;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.TimeOption;
import io.meridian.plugin.contract.control.ControlAct;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.ui.AuditDesk;
import io.meridian.ui.problem.UiProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The audit log for the management pages: the searcher, the verifier and the follower of traces that the commands have, too. */
public final class AuditPages implements AuditDesk {
    private static final int MOST = 500;
    private static final int USUAL = 100;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KINDS = List.of("message", "cause", "note", "act");

    private final Path place;
    private final Bus bus;

    /**
     * @param place the folder of the log, which may come later
     * @param bus where it is put on record what is done here; null: nothing can be
     */
    public AuditPages(Path place, Bus bus) {
        this.place = place;
        this.bus = bus;
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (CommandException | IllegalArgumentException wrong) {
            throw UiProblem.invalid(wrong.getMessage());
        } catch (AuditException unreadable) {
            throw UiProblem.away(unreadable.getMessage());
        }
    }

    private LogFolder folder() {
        if (!Files.isDirectory(place)) {
            throw UiProblem.away("There is no audit log in " + place + " yet. 'meridian audit record' records one.");
        }
        return new LogFolder(place);
    }

    @Override
    public Map<String, Object> kept() {
        return asked(() -> new Hold(folder()).fields());
    }

    @Override
    public Map<String, Object> hold(String by, String why) {
        tell(ControlAct.of("AUDIT_HELD").by(by).why(why));
        return asked(() -> new Hold(folder()).set(by, why));
    }

    @Override
    public Map<String, Object> endHold(String by, String why) {
        tell(ControlAct.of("AUDIT_HOLD_ENDED").by(by).why(why));
        return asked(() -> new Hold(folder()).end());
    }

    /** What is not on record is not done. */
    private void tell(ControlAct act) {
        folder();
        if (bus == null) {
            throw UiProblem.away("This gateway has no bus, so it could not be put on record who did it.");
        }
        try (ActPublisher acts = new ActPublisher(bus, "audit")) {
            if (!acts.tell(act.osUser(ActPublisher.osUser()))) {
                throw UiProblem.away("The bus did not take the record of who did it in time. Nothing was changed.");
            }
        }
    }

    @Override
    public Map<String, Object> records(Map<String, String> question) {
        return asked(() -> search(question));
    }

    private Map<String, Object> search(Map<String, String> question) {
        int limit = (int) number(question, "limit", 1, MOST, USUAL);
        long before = number(question, "cursor", 0, Long.MAX_VALUE, Long.MAX_VALUE);
        TimeOption.Range range = TimeOption.range(question.get("from"), question.get("to"), ZoneOffset.UTC);
        String kind = question.get("kind");
        if (kind != null && !KINDS.contains(kind)) {
            throw new IllegalArgumentException("kind must be one of " + KINDS + ".");
        }
        RecordFilter filter = new RecordFilter(
                range.fromNs(),
                range.toNs(),
                (byte) 0,
                question.get("topic") == null ? null : new RecordFilter.Topics(question.get("topic")),
                question.get("source") == null
                        ? null
                        : Integer.valueOf(Integer.parseUnsignedInt(question.get("source"))),
                null);
        String text = question.getOrDefault("text", "").toLowerCase(Locale.ROOT);
        LogFolder folder = folder();
        People people = People.of(folder);
        String shard = shard(folder);
        Deque<Map<String, Object>> latest = new ArrayDeque<>();
        boolean[] more = new boolean[1];
        LogScan.scan(folder, filter, (record, message) -> {
            if (record.index() >= before) {
                return false;
            }
            if (kind == null || Kinds.word(record.kind()).equals(kind)) {
                Map<String, Object> item = item(shard, record, message, people);
                if (text.isEmpty() || has(item, text)) {
                    latest.addFirst(item);
                    if (latest.size() > limit) {
                        latest.removeLast();
                        more[0] = true;
                    }
                }
            }
            return true;
        });
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("items", latest);
        page.put("next", more[0] ? latest.getLast().get("index").toString() : null);
        return page;
    }

    private static long number(Map<String, String> question, String name, long least, long most, long preset) {
        String text = question.get(name);
        if (text == null) {
            return preset;
        }
        if (!text.matches("\\d{1,18}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            throw new IllegalArgumentException(name + " must be a whole number from " + least + " to " + most + ".");
        }
        return Long.parseLong(text);
    }

    private static boolean has(Map<String, Object> item, String text) {
        return item.values().stream()
                .anyMatch(value -> value != null
                        && value.toString().toLowerCase(Locale.ROOT).contains(text));
    }

    private static Map<String, Object> item(String shard, RecordView record, RecordedMessage message, People people) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("shard", shard);
        item.put("index", record.index());
        item.put("at", ExportLine.time(record.timeNs()));
        item.put("kind", Kinds.word(record.kind()));
        item.put(
                "hash",
                HexFormat.of().formatHex(record.bytes(), record.hashOffset(), record.hashOffset() + RecordLayout.HASH));
        item.put("bytes", record.bodyLength());
        if (message == null) {
            item.put(
                    "note",
                    new String(record.bytes(), record.bodyOffset(), record.bodyLength(), StandardCharsets.UTF_8));
            return item;
        }
        item.put("topic", message.topic());
        item.put("traceId", message.trace());
        item.put("message", message.id());
        String type = message.envelope().contentType();
        item.put("schema", type.isEmpty() ? Schemas.name(message.envelope().payloadSchema()) : type);
        if (type.equals("application/json")) {
            String content = new String(message.payload(), StandardCharsets.UTF_8);
            put(item, record.kind() == Kinds.ACT ? people.reveal(content) : content);
        } else {
            item.put("content", printable(message.payload()));
        }
        return item;
    }

    /** An act has its parts by name; what else is JSON is shown as it is. */
    private static void put(Map<String, Object> item, String content) {
        try {
            JsonNode act = JSON.readTree(content);
            if (act.isObject() && act.has("act")) {
                put(item, "act", act, "act");
                put(item, "who", act, "by");
                put(item, "object", act, "on");
                put(item, "before", act, "before");
                put(item, "after", act, "after");
                put(item, "why", act, "why");
                put(item, "detail", act, "detail");
                return;
            }
        } catch (JsonProcessingException none) {
            // It says that it is JSON; what it is, a person sees.
        }
        item.put("content", content);
    }

    private static void put(Map<String, Object> item, String name, JsonNode act, String part) {
        if (act.hasNonNull(part)) {
            item.put(name, act.get(part).asText());
        }
    }

    /** The names that stand in a payload of another form, so that they can be looked for. */
    private static String printable(byte[] payload) {
        StringBuilder text = new StringBuilder();
        boolean gap = false;
        for (byte each : payload) {
            if (each >= ' ' && each < 0x7f) {
                text.append((char) each);
                gap = true;
            } else if (gap) {
                text.append(' ');
                gap = false;
            }
        }
        return text.toString().strip();
    }

    private static String shard(LogFolder folder) {
        List<Checkpoint> all = folder.checkpoints();
        return all.isEmpty() ? "" : all.getLast().shard();
    }

    @Override
    public Map<String, Object> verify() {
        return asked(() -> {
            LogFolder folder = folder();
            PublicKey key = SigningKey.readPublic(LogChoice.ownKey(folder));
            Path second = LogChoice.ownSecond(folder);
            long beganNs = System.nanoTime();
            Verification result =
                    new Verifier(folder, key, Files.isDirectory(second) ? second : null, count -> {}).verify();
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("ok", result.isGood());
            all.put("shards", List.of(shard(folder, key, result, Files.isDirectory(second))));
            all.put("seconds", (System.nanoTime() - beganNs) / 1e9);
            return all;
        });
    }

    private static Map<String, Object> shard(LogFolder folder, PublicKey key, Verification result, boolean hasSecond) {
        List<Checkpoint> checkpoints = folder.checkpoints();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("shard", shard(folder));
        one.put("records", result.records());
        one.put("sealed", result.sealed());
        one.put("checkpoints", result.checkpoints());
        if (!checkpoints.isEmpty()) {
            Checkpoint last = checkpoints.getLast();
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("id", last.head());
            shown.put("count", last.count());
            shown.put("at", ExportLine.time(last.timeNs()));
            shown.put("key", last.key());
            one.put("lastCheckpoint", shown);
            one.put("signature", last.isSignedBy(key) ? "good" : "not of this key");
        } else {
            one.put("lastCheckpoint", null);
            one.put("signature", "none yet");
        }
        one.put("secondPlace", hasSecond);
        List<String> problems = new ArrayList<>();
        for (Finding each : result.findings()) {
            problems.add(AuditVerifyCommand.text(each));
        }
        if (result.more() > 0) {
            problems.add("and " + result.more() + " more");
        }
        one.put("problems", problems);
        return one;
    }

    @Override
    public List<Map<String, Object>> trace(String id) {
        return asked(() -> {
            List<LogFolder> folders = List.of(folder());
            Set<String> traces = AuditTraceCommand.traces(folders, id);
            var hops = TraceSearch.follow(folders, traces);
            if (hops.isEmpty()) {
                throw UiProblem.missing("The log has no message of trace " + id + ".");
            }
            return hops.stream().map(hop -> AuditTraceCommand.fields(hop, hops)).toList();
        });
    }
}
