package io.meridian.ui;

import io.meridian.bus.Bus;
import io.meridian.ui.problem.UiProblem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a gateway is started with.
 *
 * @param address where it listens: the loopback, save in a container
 * @param port 0 for any that is free
 * @param origin where people reach it beside the loopback, such as {@code https://meridian.example.com}; null: nowhere
 * @param manager where the manager answers now; throws {@link UiProblem} when nobody knows
 * @param bus whose messages are shown; null: there is none
 * @param audit the audit log; null: there is none
 * @param backtests the folder of the runs of backtests that were kept, which may come later
 * @param setupCode the file with the password of a manager's first account, as long as nobody has set it up; null: it is elsewhere
 * @param idle how long a login lasts that nobody uses
 * @param limit how long a login lasts at all
 * @param web a folder with the files of the pages; null: those that were built in
 * @param clock of logins
 * @param log hears what the person who runs it should know
 */
public record UiOptions(
        String address,
        int port,
        URI origin,
        Supplier<URI> manager,
        Bus bus,
        AuditDesk audit,
        Path backtests,
        Path setupCode,
        Duration idle,
        Duration limit,
        Path web,
        InstantSource clock,
        Consumer<String> log) {}
