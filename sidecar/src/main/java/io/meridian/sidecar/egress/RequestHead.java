package io.meridian.sidecar.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The head of a request to a proxy, read strictly: what two programs might read differently is refused.
 *
 * @param method such as CONNECT
 * @param target host and port for CONNECT, else a whole address
 */
record RequestHead(String method, String target, List<Header> headers) {
    /** In bytes, its end included. */
    static final int LONGEST = 16 << 10;

    private static final String NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    /** What is between a client and its proxy, and nobody else's business. */
    private static final Set<String> OF_THE_WAY = Set.of(
            "connection",
            "proxy-connection",
            "proxy-authorization",
            "proxy-authenticate",
            "keep-alive",
            "te",
            "upgrade");

    /** One line below the first. */
    record Header(String name, String value) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    RequestHead {
        headers = List.copyOf(headers);
    }

    /** A request that cannot be read. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * Reads up to the empty line, and not a byte more.
     *
     * @return null when the other side ended before it began
     * @throws MalformedException when it is none, or too long
     */
    static RequestHead read(InputStream in) throws IOException {
        byte[] bytes = new byte[LONGEST];
        int length = 0;
        while (length < 4
                || bytes[length - 1] != '\n'
                || bytes[length - 2] != '\r'
                || bytes[length - 3] != '\n'
                || bytes[length - 4] != '\r') {
            if (length == LONGEST) {
                throw new MalformedException("its head is longer than " + LONGEST + " bytes");
            }
            int next = in.read();
            if (next < 0) {
                if (length == 0) {
                    return null;
                }
                throw new EOFException("the connection ended in the middle of a request's head");
            }
            bytes[length++] = (byte) next;
        }
        return parse(new String(bytes, 0, length - 4, ISO_8859_1));
    }

    /** Reads a head without the empty line at its end. */
    static RequestHead parse(String text) throws MalformedException {
        String[] lines = text.split("\r\n", -1);
        for (String line : lines) {
            if (!isValue(line)) {
                throw new MalformedException("a line has a control character in it");
            }
        }
        String[] words = lines[0].split(" ", -1);
        if (words.length != 3 || !isName(words[0]) || words[1].isEmpty() || !words[2].matches("HTTP/1\\.[01]")) {
            throw new MalformedException("its first line is not METHOD TARGET HTTP/1.1");
        }
        List<Header> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1 || !isName(lines[i].substring(0, colon))) {
                throw new MalformedException("line " + (i + 1) + " is no header");
            }
            headers.add(new Header(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
        }
        return new RequestHead(words[0], words[1], headers);
    }

    static boolean isName(String text) {
        return text.matches(NAME);
    }

    /** Whether a header may have this value: a tab is the only control character. */
    static boolean isValue(String text) {
        return text.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 127 && c < 256);
    }

    /** Whether a header is between client and proxy, or frames the message, so that nobody else may set it. */
    static boolean isOfTheWay(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return OF_THE_WAY.contains(lower)
                || lower.equals("host")
                || lower.equals("content-length")
                || lower.equals("transfer-encoding");
    }

    boolean isTunnel() {
        return method.equals("CONNECT");
    }

    /** The value of a header, or null; the first when there are more. */
    String header(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst()
                .orElse(null);
    }

    /** Where it wants to go. */
    Target to() throws MalformedException {
        try {
            if (isTunnel()) {
                return Target.parse(target);
            }
            URI address = URI.create(target);
            if (!"http".equalsIgnoreCase(address.getScheme()) || address.getRawUserInfo() != null) {
                throw new MalformedException(
                        "its target is not http://HOST/...; for https, ask for a tunnel (CONNECT)");
            }
            String authority = address.getRawAuthority();
            boolean hasPort = authority != null && authority.matches(".*:[0-9]+");
            return Target.parse(hasPort ? authority : authority + ":80");
        } catch (IllegalArgumentException wrong) {
            throw new MalformedException("its target " + wrong.getMessage());
        }
    }

    /**
     * The head for the host itself, as bytes: its own path, one request a connection, nothing that is between client and proxy,
     * and the secrets in place of headers of the same names.
     */
    byte[] forHost(Target host, List<Credentials.Secret> secrets) throws MalformedException {
        URI address = URI.create(target);
        String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        StringBuilder head = new StringBuilder(method).append(' ').append(path);
        if (address.getRawQuery() != null) {
            head.append('?').append(address.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(host).append("\r\nConnection: close\r\n");
        boolean lengthSeen = false;
        boolean chunked = false;
        for (Header header : headers) {
            if (header.is("content-length")) {
                if (lengthSeen || !header.value().matches("[0-9]{1,18}")) {
                    throw new MalformedException("its Content-Length is not one number");
                }
                lengthSeen = true;
            } else if (header.is("transfer-encoding")) {
                if (chunked || !header.value().equalsIgnoreCase("chunked")) {
                    throw new MalformedException("its Transfer-Encoding is not chunked");
                }
                chunked = true;
            }
            boolean replaced = secrets.stream().anyMatch(secret -> header.is(secret.header()));
            if (!replaced
                    && !header.is("host")
                    && !OF_THE_WAY.contains(header.name().toLowerCase(Locale.ROOT))) {
                head.append(header.name()).append(": ").append(header.value()).append("\r\n");
            }
        }
        if (lengthSeen && chunked) {
            throw new MalformedException("it has a Content-Length and is chunked");
        }
        secrets.forEach(secret ->
                head.append(secret.header()).append(": ").append(secret.value()).append("\r\n"));
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }
}
