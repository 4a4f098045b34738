package io.meridian.manager.grants;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Effect;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.db.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Grants as rows. */
final class GrantRows {
    private static final String COLUMNS =
            "id, instance, effect, action, pattern, expires_at, state, emergency, approvals_needed, requested_by,"
                    + " requested_at, reason, decided_by, decided_at, decided_reason, revision";

    private GrantRows() {}

    static List<GrantRule> list(Rows rows, String instance, Set<GrantState> states) throws SQLException {
        StringBuilder where = new StringBuilder(" WHERE 1 = 1");
        List<Object> values = new ArrayList<>();
        if (instance != null) {
            where.append(" AND instance = ?");
            values.add(instance);
        }
        if (!states.isEmpty()) {
            where.append(states.stream().map(state -> "?").collect(Collectors.joining(", ", " AND state IN (", ")")));
            values.addAll(states);
        }
        Map<String, List<GrantRule.Approval>> approvals = new HashMap<>();
        rows.all(
                row -> approvals
                        .computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                        .add(new GrantRule.Approval(
                                row.getString(2), Instant.ofEpochMilli(row.getLong(3)), row.getString(4))),
                "SELECT a.grant_id, a.approver, a.at, a.reason FROM grant_approval a WHERE a.grant_id IN (SELECT id"
                        + " FROM grant_rule" + where + ") ORDER BY a.at, a.approver",
                values.toArray());
        return rows.all(
                row -> read(row, approvals),
                "SELECT " + COLUMNS + " FROM grant_rule" + where + " ORDER BY requested_at, id",
                values.toArray());
    }

    static GrantRule get(Rows rows, String id) throws SQLException {
        Map<String, List<GrantRule.Approval>> approvals = new HashMap<>();
        approvals.put(
                id,
                rows.all(
                        row -> new GrantRule.Approval(
                                row.getString(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3)),
                        "SELECT approver, at, reason FROM grant_approval WHERE grant_id = ? ORDER BY at, approver",
                        id));
        return rows.first(row -> read(row, approvals), "SELECT " + COLUMNS + " FROM grant_rule WHERE id = ?", id)
                .orElseThrow(() -> Refusal.unknown("There is no grant '" + id + "'."));
    }

    static void insert(Rows rows, GrantRule rule) throws SQLException {
        rows.change(
                "INSERT INTO grant_rule (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rule.id(),
                rule.instance(),
                rule.effect(),
                rule.action(),
                rule.pattern().text(),
                millis(rule.expiresAt()),
                rule.state(),
                rule.emergency() ? 1L : 0L,
                (long) rule.approvalsNeeded(),
                rule.requestedBy(),
                millis(rule.requestedAt()),
                rule.reason(),
                rule.decidedBy(),
                millis(rule.decidedAt()),
                rule.decidedReason(),
                rule.revision());
    }

    static void approve(Rows rows, String id, String approver, long atMs, String reason) throws SQLException {
        rows.change(
                "INSERT INTO grant_approval (grant_id, approver, at, reason) VALUES (?, ?, ?, ?)",
                id,
                approver,
                atMs,
                reason);
    }

    static void touch(Rows rows, String id) throws SQLException {
        rows.change("UPDATE grant_rule SET revision = revision + 1 WHERE id = ?", id);
    }

    static void decide(Rows rows, String id, GrantState state, String by, long atMs, String reason)
            throws SQLException {
        rows.change(
                "UPDATE grant_rule SET state = ?, decided_by = ?, decided_at = ?, decided_reason = ?, revision ="
                        + " revision + 1 WHERE id = ?",
                state,
                by,
                atMs,
                reason,
                id);
    }

    private static Long millis(Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static GrantRule read(ResultSet row, Map<String, List<GrantRule.Approval>> approvals) throws SQLException {
        return new GrantRule(
                row.getString(1),
                row.getString(2),
                Effect.valueOf(row.getString(3)),
                Action.valueOf(row.getString(4)),
                TopicPattern.of(row.getString(5)),
                time(row, 6),
                GrantState.valueOf(row.getString(7)),
                row.getLong(8) != 0,
                (int) row.getLong(9),
                row.getString(10),
                time(row, 11),
                row.getString(12),
                row.getString(13),
                time(row, 14),
                row.getString(15),
                row.getLong(16),
                approvals.getOrDefault(row.getString(1), List.of()));
    }
}
