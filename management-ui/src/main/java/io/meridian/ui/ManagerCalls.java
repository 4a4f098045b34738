package io.meridian.ui;

import io.javalin.http.Context;
import io.meridian.ui.manager.Passage;
import io.meridian.ui.session.Session;
import io.meridian.ui.session.Sessions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.util.List;

/** What the manager answers, in the name of who is logged in. */
final class ManagerCalls {
    private static final int PIECE = 16 << 10;
    private static final List<String> ANSWER_HEADERS = List.of("Content-Type", "ETag", "Retry-After");

    private final Passage passage;
    private final Sessions sessions;

    ManagerCalls(Passage passage, Sessions sessions) {
        this.passage = passage;
        this.sessions = sessions;
    }

    void pass(Context context, Session session) throws IOException {
        HttpResponse<InputStream> answer = passage.pass(new Asked(context), session.token());
        try (InputStream body = answer.body()) {
            context.status(answer.statusCode());
            context.header("Cache-Control", "no-store");
            for (String name : ANSWER_HEADERS) {
                answer.headers().firstValue(name).ifPresent(value -> context.header(name, value));
            }
            // A stream goes on for as long as somebody listens, and no longer than the login.
            Runnable listening = session.whenEnded(() -> close(body));
            try {
                copy(context, body);
            } finally {
                listening.run();
            }
        } finally {
            if (answer.statusCode() == 401) {
                // The manager knows this token no more: the account was closed, or has another password.
                sessions.end(session);
            }
        }
    }

    private static void copy(Context context, InputStream body) throws IOException {
        byte[] piece = new byte[PIECE];
        context.disableCompression();
        OutputStream out = context.res().getOutputStream();
        if (String.valueOf(context.res().getContentType()).startsWith("text/")) {
            // Who asked for a stream wants to know at once that it is there.
            context.res().flushBuffer();
        }
        while (true) {
            int read;
            try {
                read = body.read(piece);
            } catch (IOException ended) {
                // The manager ended, or the login: what was sent is all there is.
                return;
            }
            if (read < 0) {
                return;
            }
            out.write(piece, 0, read);
            if (body.available() == 0) {
                out.flush();
            }
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException closed) {
            // Nothing more comes of it, which is what was wanted.
        }
    }

    private record Asked(Context context) implements Passage.Asked {
        @Override
        public String method() {
            return context.req().getMethod();
        }

        @Override
        public String path() {
            return context.req().getRequestURI();
        }

        @Override
        public String query() {
            return context.req().getQueryString();
        }

        @Override
        public String header(String name) {
            return context.header(name);
        }

        @Override
        public InputStream body() throws IOException {
            return context.req().getInputStream();
        }
    }
}
