package io.meridian.sidecar;

import io.meridian.sidecar.session.SessionHost;
import java.util.List;

/** One sidecar: the guard of one plugin instance. */
public final class Sidecar implements AutoCloseable {
    private final SidecarOptions options;
    private final GuardLoop loop;
    private volatile SidecarStatus status = new SidecarStatus(SidecarState.STARTING, List.of(), false);

    private Sidecar(SidecarOptions options) {
        this.options = options;
        loop = new GuardLoop(options.log());
    }

    /** Starts one on a thread of its own. Does not wait until it is ready. */
    public static Sidecar start(SidecarOptions options) {
        return new Sidecar(options);
    }

    public SidecarOptions options() {
        return options;
    }

    /** The loop, to hand commands to. */
    public GuardLoop loop() {
        return loop;
    }

    /** Where attach points bring plugins. For the loop's thread. */
    public SessionHost host() {
        throw new UnsupportedOperationException("host=none yet");
    }

    /** How it is. From any thread. */
    public SidecarStatus status() {
        return status;
    }

    @Override
    public void close() {
        status = new SidecarStatus(SidecarState.STOPPED, List.of(), false);
    }
}
