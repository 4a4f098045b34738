package io.meridian.backtest.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A whole page in one file: its style and its script are inside, and its own policy forbids the browser to fetch anything and to run any other
 * script, so that a name that got past the escaping could still do nothing.
 */
final class Page {
    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");

    private Page() {}

    static String of(String title, Html body) {
        return new Html()
                .raw("<!doctype html><html lang=en><head><meta charset=utf-8>"
                        + "<meta name=viewport content=\"width=device-width, initial-scale=1\">"
                        + "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; "
                        + "style-src 'unsafe-inline'; script-src 'sha256-" + sha256(SCRIPT) + "'\">"
                        + "<meta name=color-scheme content=\"light dark\">")
                .element("title", title)
                .raw("<style>" + STYLE + "</style></head><body><main>")
                .raw(body)
                .raw("</main><script>" + SCRIPT + "</script></body></html>\n")
                .toString();
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource=" + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
