package io.meridian.bus.engine;

import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import java.util.List;

/**
 * Names an engine, declares its settings, and opens it. Registered under
 * {@code META-INF/services/io.meridian.bus.engine.BusEngineProvider}.
 */
public interface BusEngineProvider {
    /** The name to write in {@code BUS_BACKEND}: lower-case, one word. */
    String name();

    /** The settings this engine understands. */
    SettingsSchema settings();

    /** What the engine can do under these settings, known before anything is connected. */
    Capabilities capabilities(Settings settings);

    /** The files of certificates that these settings name, so that somebody watches when they end. */
    default List<CertificateFile> certificates(Settings settings) {
        return List.of();
    }

    /**
     * Opens the engine and begins to connect; does not wait for a server that is away. What goes wrong from now on is told
     * to the context's listener.
     *
     * @throws EngineException when the settings can never work, with the next step in its message
     */
    BusEngine open(EngineContext context);
}
