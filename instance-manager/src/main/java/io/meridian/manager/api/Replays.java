package io.meridian.manager.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.meridian.manager.basis.Json;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.basis.Sha256;
import io.meridian.manager.db.Database;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Does a request with the same key once, and answers it the same each time, for a day. */
final class Replays {
    private static final String HEADER = "Idempotency-Key";
    private static final Duration KEPT = Duration.ofDays(1);

    private final Database database;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Boolean> underWay = new ConcurrentHashMap<>();

    private record Kept(String hash, int status, String body) {}

    /** Does it. */
    @FunctionalInterface
    interface Doing {
        Answer now() throws IOException;
    }

    Replays(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    Answer once(Context context, Operation operation, Call call, Doing doing) throws IOException {
        String key = context.header(HEADER);
        if (key == null || call.person() == null || operation.method().equals("get") || operation.isSecretAnswer()) {
            return doing.now();
        }
        if (key.isEmpty() || key.length() > 100) {
            throw Refusal.invalid(HEADER + " has 1 to 100 characters.");
        }
        String request = operation.id() + " " + context.path() + " " + call.body();
        String who = call.person().name() + "\n" + key;
        if (underWay.putIfAbsent(who, true) != null) {
            throw Refusal.conflict("A request with this " + HEADER + " is just being done.");
        }
        try {
            Optional<Kept> kept = find(call.person().name(), key);
            if (kept.isPresent()) {
                return again(kept.get(), request);
            }
            Answer answer = doing.now();
            keep(call.person().name(), key, request, answer);
            return answer;
        } finally {
            underWay.remove(who);
        }
    }

    private Optional<Kept> find(String account, String key) {
        return database.read(rows -> rows.first(
                row -> new Kept(row.getString(1), (int) row.getLong(2), row.getString(3)),
                "SELECT request_hash, status, body FROM answered WHERE account = ? AND request_key = ? AND at > ?",
                account,
                key,
                clock.instant().minus(KEPT).toEpochMilli()));
    }

    private static Answer again(Kept kept, String request) {
        if (!kept.hash().equals(Sha256.hex(request))) {
            throw Refusal.conflict("This " + HEADER + " was used for another request. Take a new one.");
        }
        try {
            return new Answer(kept.status(), kept.body().isEmpty() ? null : Json.MAPPER.readTree(kept.body()), 0, null);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that was kept is no JSON", e);
        }
    }

    private void keep(String account, String key, String request, Answer answer) {
        if (answer.stream() != null) {
            return;
        }
        database.write(rows -> {
            rows.change(
                    "DELETE FROM answered WHERE at < ? OR account = ? AND request_key = ?",
                    clock.instant().minus(KEPT).toEpochMilli(),
                    account,
                    key);
            return rows.change(
                    "INSERT INTO answered (account, request_key, request_hash, status, body, at)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    account,
                    key,
                    Sha256.hex(request),
                    (long) answer.status(),
                    answer.body() == null ? "" : Json.text(answer.body()),
                    clock.millis());
        });
    }
}
