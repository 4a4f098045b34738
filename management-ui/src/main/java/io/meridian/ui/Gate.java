package io.meridian.ui;

import io.javalin.http.Context;
import io.meridian.ui.problem.UiProblem;
import io.meridian.ui.session.Session;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;

/**
 * Lets in only what comes from the gateway's own pages. A page of somewhere else can make a browser send requests here; what it cannot do is to name
 * this gateway's origin, or to know what only our own page was told.
 */
final class Gate {
    static final String CSRF_HEADER = "X-Meridian-CSRF";

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final URI outside;

    /** @param outside the origin of a proxy before this gateway, or null */
    Gate(URI outside) {
        this.outside = outside;
    }

    /** A name that leads here by somebody else's doing must not make their page one of ours. */
    void requireHost(Context context) {
        String host = String.valueOf(context.header("Host"));
        if (!isLoopback(host, context.req().getLocalPort()) && !isOutside(host)) {
            throw UiProblem.forbidden("This gateway is not called '" + shown(host)
                    + "'. Where people reach it by another name, the setting ui.origin says so.");
        }
    }

    private static boolean isLoopback(String host, int port) {
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']');
        String name = hasPort ? host.substring(0, colon) : host;
        return LOOPBACK.contains(name) && (hasPort ? host.substring(colon + 1) : "80").equals(Integer.toString(port));
    }

    private boolean isOutside(String host) {
        return outside != null && outside.getRawAuthority().equals(host);
    }

    /** For whatever is not only a file of the pages: nothing of another site may ask, not even to read. */
    void requireOwnSite(Context context) {
        String site = context.header("Sec-Fetch-Site");
        if (site != null && !OWN_SITE.contains(site)) {
            throw UiProblem.forbidden("Another site asked. Only the pages of this gateway may.");
        }
        if (!isRead(context) && context.header("Origin") != null) {
            requireOwnOrigin(context);
        }
    }

    /** What asks names the origin that it comes from, and that is this one. */
    void requireOwnOrigin(Context context) {
        String origin = context.header("Origin");
        String host = String.valueOf(context.header("Host"));
        String own = isOutside(host) ? outside.getScheme() + "://" + host : "http://" + host;
        if (!own.equals(origin)) {
            throw UiProblem.forbidden(
                    "A page of '" + shown(String.valueOf(origin)) + "' asked. Only those of " + own + " may.");
        }
    }

    /** What changes something shows what only our own page was told. */
    void requireToken(Context context, Session session) {
        if (isRead(context)) {
            return;
        }
        String shown = context.header(CSRF_HEADER);
        if (shown == null
                || !MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8), session.csrf().getBytes(StandardCharsets.UTF_8))) {
            throw UiProblem.forbidden("The header " + CSRF_HEADER
                    + " is missing, or is not that of this login. GET /ui/session tells it. Load the page anew.");
        }
    }

    /** A form of another site can send many types, but not this one. */
    static void requireJson(Context context) {
        String type = context.contentType();
        if (type == null || !type.replaceAll(";.*", "").strip().equalsIgnoreCase("application/json")) {
            throw new UiProblem(415, "Another type", "Send JSON: Content-Type: application/json.", java.util.List.of());
        }
    }

    /** The router reads what stands in a path, and would throw. */
    static void requireReadablePath(Context context) {
        try {
            URLDecoder.decode(context.req().getRequestURI(), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException unreadable) {
            throw UiProblem.invalid("In this address a % stands without two hexadecimal digits behind it.");
        }
    }

    static boolean isRead(Context context) {
        return READS.contains(context.req().getMethod());
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
