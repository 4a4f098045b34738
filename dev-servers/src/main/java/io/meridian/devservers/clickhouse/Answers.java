package io.meridian.devservers.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs statements as a server does for one request: by who may, in a database, and with settings that hold for this one only. */
final class Answers {
    private static final Pattern INSERT = Pattern.compile(
            "(insert\\s+into\\s+.*?)(\\s+settings\\s+.*?)?\\s+format\\s+(\\w+)\\s*;?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** What the engine gives piece by piece. */
    private static final Pattern IN_PIECES =
            Pattern.compile("\s*(select|with)\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Those of the protocol itself; all others are settings of the engine. */
    private static final Set<String> OF_HTTP = Set.of(
            "query",
            "database",
            "user",
            "password",
            "default_format",
            "query_id",
            "session_id",
            "session_check",
            "session_timeout",
            "compress",
            "decompress",
            "enable_http_compression",
            "send_progress_in_http_headers",
            "wait_end_of_query",
            "buffer_size",
            "role",
            "quota_key",
            "client_name");

    private final Sessions sessions;
    private final String user;
    private final byte[] password;

    Answers(Sessions sessions, String user, String password) {
        this.sessions = sessions;
        this.user = user;
        this.password = password.getBytes(StandardCharsets.UTF_8);
    }

    void admit(String name, String given) throws Engine.Refused {
        if (!user.equals(name) || !MessageDigest.isEqual(password, given.getBytes(StandardCharsets.UTF_8))) {
            throw new Engine.Refused("Code: 516. DB::Exception: " + name + ": Authentication failed: password is"
                    + " incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)");
        }
    }

    /** Whether the rows of this statement follow it. */
    static boolean takesRows(String query) {
        return INSERT.matcher(query).matches();
    }

    /** @return how many rows were written */
    long insert(String query, Path rows, Map<String, String> parameters) throws Engine.Refused {
        Matcher parts = INSERT.matcher(query);
        if (!parts.matches()) {
            throw new IllegalArgumentException("query=" + query + " takes no rows");
        }
        String settings = parts.group(2) == null ? "" : parts.group(2);
        String sql =
                parts.group(1) + " FROM INFILE " + quoted(rows.toString()) + settings + " FORMAT " + parts.group(3);
        return within(parameters, session -> session.execute(sql));
    }

    /** @return how many rows were written */
    long run(String sql, String format, Map<String, String> parameters, OutputStream out)
            throws Engine.Refused, IOException {
        boolean pieces = IN_PIECES.matcher(sql).matches();
        IOException[] gone = new IOException[1];
        long written = within(parameters, session -> {
            try {
                if (!pieces) {
                    return session.execute(sql, format, out);
                }
                session.read(sql, format, out);
            } catch (IOException failed) {
                gone[0] = failed;
            }
            return 0;
        });
        if (gone[0] != null) {
            throw gone[0];
        }
        return written;
    }

    private interface Work {
        long on(Engine.Session session) throws Engine.Refused;
    }

    private long within(Map<String, String> parameters, Work work) throws Engine.Refused {
        List<String> settings = new ArrayList<>(parameters.keySet());
        settings.removeAll(OF_HTTP);
        Engine.Session session = sessions.take();
        boolean clean = false;
        try {
            session.execute("USE " + identifier(parameters.getOrDefault("database", "default")));
            if (!settings.isEmpty()) {
                List<String> given = settings.stream()
                        .map(each -> identifier(each) + " = " + quoted(parameters.get(each)))
                        .toList();
                session.execute("SET " + String.join(", ", given));
            }
            long written = work.on(session);
            if (!settings.isEmpty()) {
                session.execute("SET "
                        + String.join(
                                ", ",
                                settings.stream()
                                        .map(each -> identifier(each) + " = DEFAULT")
                                        .toList()));
            }
            clean = true;
            return written;
        } finally {
            // What failed may have left settings behind.
            if (clean) {
                sessions.giveBack(session);
            } else {
                session.close();
            }
        }
    }

    private static String identifier(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
