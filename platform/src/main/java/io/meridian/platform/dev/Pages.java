package io.meridian.platform.dev;

import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.platform.settings.UiSettings;
import io.meridian.platform.stack.StackFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The management pages of the stack, and what a person is told of them. */
final class Pages {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Stack stack;
    private final StackFolder folder;
    private final Settings settings;
    private final Path manager;
    private final boolean isFirstRun;

    /** Made before the manager begins: then it is known whether that is its first run. */
    Pages(Stack stack, StackFolder folder, Settings settings) {
        this.stack = stack;
        this.folder = folder;
        this.settings = settings;
        manager = stack.manager();
        isFirstRun = !Files.exists(ManagerSettings.database(manager));
    }

    void start(StopSignal stop) throws IOException {
        int port = port(settings);
        String login = login("http://127.0.0.1:" + port + "/", stop);
        stack.startService(Stack.UI, List.of("ui", "--name", folder.name(), "--set", "ui.port=" + port));
        Output.err().println(String.format("  %-12s%s", Stack.UI, login));
    }

    /** The usual one; where another stack has it, any: stacks run side by side. */
    static int port(Settings settings) throws IOException {
        if (settings.isGiven(UiSettings.PORT)) {
            int given = settings.get(UiSettings.PORT);
            if (given != 0) {
                return given;
            }
        } else if (isFree(settings.get(UiSettings.PORT))) {
            return settings.get(UiSettings.PORT);
        }
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket usual = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return usual.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** A new manager writes the code of its first run down soon after it began. */
    private String login(String address, StopSignal stop) throws IOException {
        Path code = ManagerSettings.firstPassword(manager);
        long beganNs = System.nanoTime();
        // It may have people all the same, in a database elsewhere: then it is ready without one.
        Path ready = ManagerSettings.port(manager);
        while (isFirstRun && !Files.exists(code) && !Files.exists(ready) && System.nanoTime() - beganNs < PATIENCE_NS) {
            if (stop.await(CHECK_NS)) {
                return address;
            }
        }
        if (Files.exists(code)) {
            return address + "#setup=" + Files.readString(code).strip() + " makes the first account";
        }
        return address + ", log in with your account";
    }
}
