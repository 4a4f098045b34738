package io.meridian.platform.settings;

import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsSchema;
import java.net.URI;

/** Where spans of messages are sent. */
public final class OtelSettings {
    public static final Setting<String> ENDPOINT = Setting.text(
                    "otel.endpoint",
                    "Where 'meridian audit spans' sends spans of what the audit log has: a receiver of OTLP over HTTP,"
                            + " such as http://127.0.0.1:4318; /v1/traces is put behind it.")
            .optional("nowhere: no spans are made")
            .check(OtelSettings::isAddress, "http:// or https://, a host, and perhaps a port and a path");

    public static final Setting<Integer> SAMPLE = Setting.integer(
                    "otel.sample",
                    "Spans are made of one in so many traces. Which ones follows from the trace's id alone, so whoever"
                            + " takes the same share takes the same traces.")
            .defaultsTo(1)
            .between(1, 1_000_000);

    public static final SettingsSchema SCHEMA = SettingsSchema.ofEngine("OpenTelemetry", ENDPOINT, SAMPLE);

    private OtelSettings() {}

    private static boolean isAddress(String text) {
        try {
            URI uri = URI.create(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
