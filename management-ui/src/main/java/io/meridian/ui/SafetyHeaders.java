package io.meridian.ui;

import java.util.Map;

/**
 * What every answer tells a browser: to run and load nothing but what comes from here, to show the pages in nobody's frame, to tell nobody where it
 * was, and to guess no types.
 */
final class SafetyHeaders {
    static final Map<String, String> ALL = Map.of(
            "Content-Security-Policy",
                    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors"
                            + " 'none'",
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cross-Origin-Embedder-Policy", "require-corp",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

    private SafetyHeaders() {}
}
