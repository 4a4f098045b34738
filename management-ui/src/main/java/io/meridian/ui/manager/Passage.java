package io.meridian.ui.manager;

import io.meridian.ui.problem.UiProblem;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Passes a request on to the manager, unchanged but for who asks: a browser's cookies, its origin and whatever else it says of itself stay behind. What
 * would give a browser a token is not passed on.
 */
public final class Passage {
    private static final Pattern PATH = Pattern.compile("/v1(/[A-Za-z0-9_~:@.-]{1,200}){1,8}");
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9_~:@.!$'()*,;=/?%&+-]{0,4000}");
    private static final List<String> REQUEST_HEADERS =
            List.of("Accept", "Content-Type", "If-Match", "Idempotency-Key");
    private static final long LARGEST_JSON = 1L << 20;
    private static final long LARGEST = 512L << 20;

    private final ManagerClient manager;

    /** What a browser asks. */
    public interface Asked {
        String method();

        /** As it came, with nothing decoded. */
        String path();

        /** As it came; null: there is none. */
        String query();

        /** A header, or null. */
        String header(String name);

        InputStream body() throws IOException;
    }

    public Passage(ManagerClient manager) {
        this.manager = manager;
    }

    /** Asks with this token, and gives what is answered. Whoever calls closes its body. */
    public HttpResponse<InputStream> pass(Asked asked, String token) throws IOException {
        String path = asked.path();
        if (!PATH.matcher(path).matches() || path.contains("/.")) {
            throw UiProblem.missing("There is nothing here. See /v1/openapi.yaml.");
        }
        String query = asked.query();
        if (query != null && !QUERY.matcher(query).matches()) {
            throw UiProblem.invalid("The question mark is followed by what cannot be read.");
        }
        refuseTokens(asked.method(), path);
        HttpRequest.Builder request;
        try {
            request = manager.request(query == null ? path : path + "?" + query, token);
        } catch (IllegalArgumentException unreadable) {
            throw UiProblem.invalid("The question mark is followed by what cannot be read.");
        }
        for (String name : REQUEST_HEADERS) {
            String value = asked.header(name);
            if (value != null && !value.isEmpty()) {
                try {
                    request.header(name, value);
                } catch (IllegalArgumentException unreadable) {
                    throw UiProblem.invalid("The header " + name + " cannot be read.");
                }
            }
        }
        return manager.send(request.method(asked.method(), body(asked)).build());
    }

    /** Tokens are for programs. One that a page has seen, a script that got into that page could have taken away. */
    private static void refuseTokens(String method, String path) {
        if (path.startsWith("/v1/sessions")) {
            throw UiProblem.forbidden("Log in and out by /ui/session: a browser is given no token.");
        }
        if (method.equals("POST") && path.startsWith("/v1/tokens")) {
            throw UiProblem.forbidden("A browser is given no token. Make one at the manager itself, where the program"
                    + " runs that needs it: 'meridian token make' with the login of 'meridian login'.");
        }
    }

    private static BodyPublisher body(Asked asked) throws IOException {
        String length = asked.header("Content-Length");
        boolean hasBody = asked.header("Transfer-Encoding") != null || length != null && !length.equals("0");
        if (!hasBody) {
            return BodyPublishers.noBody();
        }
        String type = String.valueOf(asked.header("Content-Type")).toLowerCase(Locale.ROOT);
        long most = type.startsWith("application/json") ? LARGEST_JSON : LARGEST;
        if (length != null && (length.length() > 12 || Long.parseLong(length) > most)) {
            throw tooLarge(most);
        }
        if (most == LARGEST_JSON) {
            // Small, so it is read whole: one that is too large never reaches the manager.
            byte[] bytes = asked.body().readNBytes((int) most + 1);
            if (bytes.length > most) {
                throw tooLarge(most);
            }
            return BodyPublishers.ofByteArray(bytes);
        }
        InputStream bounded = new BoundedInput(asked.body(), most);
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> bounded);
        return length == null ? stream : BodyPublishers.fromPublisher(stream, Long.parseLong(length));
    }

    private static UiProblem tooLarge(long most) {
        return UiProblem.tooMuch(413, "A body of this type has at most " + (most >> 20) + " MiB.");
    }

    /** Fails when there is more. */
    private static final class BoundedInput extends InputStream {
        private final InputStream source;
        private long left;

        BoundedInput(InputStream source, long most) {
            this.source = source;
            left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = source.read(bytes, offset, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new IOException("the body is larger than what is taken");
            }
            return read;
        }
    }
}
