package io.meridian.devservers.clickhouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The HTTP of it: what is asked, by whom, and the answer or the refusal as a server of ClickHouse words it. */
final class HttpQuestions implements HttpHandler {
    private static final String QUERY = "query";

    private final Answers answers;
    private final Path folder;

    /** @param folder for rows that come in, until the engine has them */
    HttpQuestions(Answers answers, Path folder) {
        this.answers = answers;
        this.folder = folder;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Reply reply = new Reply(exchange);
        try {
            if (exchange.getRequestURI().getPath().equals("/ping")) {
                reply.write("Ok.\n".getBytes(StandardCharsets.US_ASCII));
            } else {
                answer(exchange, reply);
            }
            reply.close();
        } catch (Engine.Refused refused) {
            refuse(exchange, reply, refused.code(), refused.getMessage());
        } catch (RuntimeException broken) {
            refuse(exchange, reply, 1002, "Code: 1002. DB::Exception: " + broken);
        } finally {
            exchange.close();
        }
    }

    private void answer(HttpExchange exchange, Reply reply) throws IOException, Engine.Refused {
        Map<String, String> parameters = parameters(exchange.getRequestURI().getRawQuery());
        String[] who = who(exchange, parameters);
        answers.admit(who[0], who[1]);
        String query = parameters.getOrDefault(QUERY, "").strip();
        String database = exchange.getRequestHeaders().getFirst("X-ClickHouse-Database");
        if (database != null) {
            parameters.putIfAbsent("database", database);
        }
        String format = exchange.getRequestHeaders().getFirst("X-ClickHouse-Format");
        if (format == null) {
            format = parameters.getOrDefault("default_format", "TabSeparated");
        }
        if (Answers.takesRows(query)) {
            Path rows = Files.createTempFile(folder, "rows-", ".bin");
            try {
                try (OutputStream file = Files.newOutputStream(rows)) {
                    exchange.getRequestBody().transferTo(file);
                }
                reply.written = answers.insert(query, rows, parameters);
            } finally {
                Files.delete(rows);
            }
        } else {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String sql = query.isEmpty() ? body : query + "\n" + body;
            reply.format = format;
            reply.written = answers.run(sql.strip(), format, parameters, reply);
        }
    }

    private static String[] who(HttpExchange exchange, Map<String, String> parameters) {
        String basic = exchange.getRequestHeaders().getFirst("Authorization");
        if (basic != null && basic.startsWith("Basic ")) {
            String text = new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return new String[] {text.substring(0, colon), text.substring(colon + 1)};
        }
        String user = exchange.getRequestHeaders().getFirst("X-ClickHouse-User");
        String key = exchange.getRequestHeaders().getFirst("X-ClickHouse-Key");
        return new String[] {
            user == null ? parameters.getOrDefault("user", "default") : user,
            key == null ? parameters.getOrDefault("password", "") : key
        };
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            for (String each : query.split("&")) {
                int equals = each.indexOf('=');
                if (equals > 0) {
                    parameters.put(decode(each.substring(0, equals)), decode(each.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void refuse(HttpExchange exchange, Reply reply, int code, String message) throws IOException {
        if (reply.begun) {
            // The answer ends in the middle, by which the other side knows.
            return;
        }
        exchange.getResponseHeaders().set("X-ClickHouse-Exception-Code", Integer.toString(code));
        byte[] text = (message + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status(code), text.length);
        exchange.getResponseBody().write(text);
    }

    private static int status(int code) {
        return switch (code) {
            case 516 -> 403;
            case 60, 81 -> 404;
            case 6, 36, 43, 47, 53, 62, 115 -> 400;
            default -> 500;
        };
    }

    /** The answer: it begins with its first piece, so that what fails before can be told by its status. */
    private static final class Reply extends OutputStream {
        private final HttpExchange exchange;
        private String format = "TabSeparated";
        private long written;
        private boolean begun;

        private Reply(HttpExchange exchange) {
            this.exchange = exchange;
        }

        private void begin(long length) throws IOException {
            begun = true;
            exchange.getResponseHeaders().set("X-ClickHouse-Format", format);
            exchange.getResponseHeaders().set("X-ClickHouse-Server-Display-Name", "meridian-development");
            exchange.getResponseHeaders()
                    .set("X-ClickHouse-Summary", "{\"written_rows\":\"" + written + "\",\"read_rows\":\"0\"}");
            exchange.sendResponseHeaders(200, length);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (!begun) {
                begin(0);
            }
            exchange.getResponseBody().write(bytes, from, length);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void close() throws IOException {
            if (!begun) {
                begin(-1);
            } else {
                exchange.getResponseBody().close();
            }
        }
    }
}
