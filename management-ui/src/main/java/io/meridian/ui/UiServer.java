package io.meridian.ui;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinLogger;
import io.meridian.ui.backtest.KeptBacktests;
import io.meridian.ui.live.LiveHub;
import io.meridian.ui.live.LiveSocket;
import io.meridian.ui.manager.ManagerClient;
import io.meridian.ui.manager.Passage;
import io.meridian.ui.page.PageFiles;
import io.meridian.ui.problem.UiProblem;
import io.meridian.ui.session.Session;
import io.meridian.ui.session.Sessions;
import io.meridian.ui.traffic.TrafficWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Serves the pages and what they ask on the loopback, each request on a virtual thread. */
public final class UiServer implements AutoCloseable {
    private static final int FAST = 1;
    /** A header of the page that a request was nobody's doing, but its own. */
    private static final String BACKGROUND = "X-Meridian-Background";

    private static final String SESSION = "session";
    private static final String SOCKET = "socket";

    private static final long SWEEP_MS = 1_000;
    private static final long ROLES_MS = 10_000;
    private static final int LONGEST_REQUEST = 8 << 10;
    private static final Duration SOCKET_IDLE = Duration.ofSeconds(60);
    private static final long PING_SECONDS = 20;
    private static final int LARGEST_HEADERS = 16 << 10;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final UiOptions options;
    private final ManagerClient manager;
    private final Sessions sessions;
    private final Gate gate;
    private final LiveHub live;
    private final TrafficWatch traffic;
    private final Javalin javalin;
    private final ScheduledExecutorService sweeper;

    /** Answers somebody who is logged in. */
    @FunctionalInterface
    private interface OwnCall {
        void answer(Context context, Session session) throws IOException;
    }

    private UiServer(UiOptions options) {
        this.options = options;
        manager = new ManagerClient(options.manager());
        sessions = new Sessions(
                options.idle(), options.limit(), options.clock(), session -> manager.logOut(session.token()));
        gate = new Gate(options.origin());
        live = new LiveHub(options.bus());
        traffic = new TrafficWatch(options.bus());
        sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("ui-logins").daemon().factory());
        JavalinLogger.enabled = false;
        javalin = Javalin.create(this::configure);
    }

    /** Listens until closed. */
    public static UiServer start(UiOptions options) {
        UiServer server = new UiServer(options);
        try {
            server.javalin.start();
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
        server.sweeper.scheduleWithFixedDelay(server.sessions::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
        server.sweeper.scheduleWithFixedDelay(
                () -> server.live.lookers().forEach(server::askRoles), ROLES_MS, ROLES_MS, TimeUnit.MILLISECONDS);
        return server;
    }

    public int port() {
        return javalin.port();
    }

    /** How many are logged in. */
    public int sessions() {
        return sessions.all().size();
    }

    /** How many browsers look at live messages. */
    public int streams() {
        return live.streams();
    }

    /** How many patterns of topics they look at. */
    public int feeds() {
        return live.feeds();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.concurrency.useVirtualThreads = true;
        // Answers go to a browser nearby: what is packed best is there later than what is packed fast.
        config.http.compressionStrategy = new CompressionStrategy(null, new Gzip(FAST));
        config.http.prefer405over404 = true;
        config.jetty.host = options.address();
        config.jetty.port = options.port();
        config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new UnreadableRequests()));
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setRequestHeaderSize(LARGEST_HEADERS);
        });
        config.jetty.modifyWebSocketServletFactory(sockets -> {
            sockets.setMaxTextMessageSize(LONGEST_REQUEST);
            sockets.setMaxBinaryMessageSize(1);
            sockets.setIdleTimeout(SOCKET_IDLE);
        });
        config.routes.before(this::letIn);
        routes(config);
        config.routes.exception(UiProblem.class, (problem, context) -> Problems.write(context, problem));
        config.routes.exception(Exception.class, this::unexpected);
        nothingHere(config, 404, "Not found", "There is nothing here.");
        nothingHere(config, 405, "Not done", "This cannot be done here.");
    }

    private void letIn(Context context) {
        SafetyHeaders.ALL.forEach(context::header);
        gate.requireHost(context);
        Gate.requireReadablePath(context);
        String path = context.req().getRequestURI();
        if (path.startsWith("/v1") || path.startsWith("/ui") || !Gate.isRead(context)) {
            gate.requireOwnSite(context);
        }
    }

    private void routes(JavalinConfig config) {
        Bodies bodies = new Bodies();
        SessionCalls logins = new SessionCalls(manager, sessions, bodies);
        SetupCalls setup = new SetupCalls(manager, logins, bodies, options.setupCode());
        ManagerCalls passed = new ManagerCalls(new Passage(manager), sessions);
        PageCalls pages = new PageCalls(new PageFiles(options.web()));
        open(config, "GET", "/ui/session", logins::show);
        open(config, "POST", "/ui/session", logins::logIn);
        own(config, logins, "DELETE", "/ui/session", logins::logOut);
        open(config, "GET", "/ui/setup", setup::show);
        open(config, "POST", "/ui/setup", setup::make);
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            own(config, logins, method, "/v1/*", passed::pass);
        }
        Allowed allowed = new Allowed(manager);
        AuditCalls audit = new AuditCalls(allowed, options.audit(), bodies);
        own(config, logins, "GET", "/ui/audit/records", audit::records);
        own(config, logins, "POST", "/ui/audit/verify", audit::verify);
        own(config, logins, "GET", "/ui/audit/kept", audit::kept);
        own(config, logins, "POST", "/ui/audit/hold", audit::hold);
        own(config, logins, "POST", "/ui/audit/hold/end", audit::endHold);
        own(config, logins, "GET", "/ui/audit/trace/<id>", audit::trace);
        TrafficCalls reported = new TrafficCalls(allowed, traffic, bodies);
        own(config, logins, "GET", "/ui/traffic", reported::traffic);
        own(config, logins, "GET", "/ui/latency", reported::latency);
        BacktestCalls backtests = new BacktestCalls(allowed, new KeptBacktests(options.backtests()), bodies);
        own(config, logins, "GET", "/ui/backtests", backtests::list);
        own(config, logins, "GET", "/ui/backtests/{id}", backtests::report);
        liveRoute(config, logins);
        open(config, "GET", "/ui/*", context -> {
            throw UiProblem.missing("There is nothing here.");
        });
        open(config, "GET", "/*", pages::show);
    }

    private void liveRoute(JavalinConfig config, SessionCalls logins) {
        config.routes.wsBeforeUpgrade("/ui/live", context -> {
            gate.requireHost(context);
            gate.requireOwnOrigin(context);
            context.attribute(SESSION, logins.require(context));
        });
        config.routes.ws("/ui/live", socket -> {
            socket.onConnect(context -> {
                LiveSocket connected = live.connect(context.session, context.attribute(SESSION));
                if (connected == null) {
                    context.closeSession(1013, "Too many are looking. Try again later.");
                    return;
                }
                context.attribute(SOCKET, connected);
                context.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
            });
            socket.onMessage(context -> {
                LiveSocket connected = context.attribute(SOCKET);
                if (connected != null) {
                    connected.hear(context.message());
                }
            });
            socket.onClose(context -> gone(context.attribute(SOCKET)));
            socket.onError(context -> gone(context.attribute(SOCKET)));
        });
    }

    private static void gone(LiveSocket connected) {
        if (connected != null) {
            connected.gone();
        }
    }

    /** Who looks for hours may have been given other roles meanwhile, or none. */
    private void askRoles(Session session) {
        Thread.startVirtualThread(() -> {
            try {
                ManagerClient.Answer me = manager.ask("GET", "/v1/me", session.token(), null);
                if (me.status() == 401) {
                    sessions.end(session);
                } else if (me.isGood()) {
                    boolean before = LiveSocket.onlyLooks(session.roles());
                    session.setRoles(SessionCalls.roles(me));
                    if (LiveSocket.onlyLooks(session.roles()) != before) {
                        live.reconnect(session);
                    }
                }
            } catch (UiProblem away) {
                // Whoever looked goes on while the manager is away; asked again in a moment.
            }
        });
    }

    private static void open(JavalinConfig config, String method, String path, io.javalin.http.Handler call) {
        config.routes.addEndpoint(new Endpoint(HandlerType.findOrCreate(method), path, call));
    }

    private void own(JavalinConfig config, SessionCalls logins, String method, String path, OwnCall call) {
        open(config, method, path, context -> {
            Session session = logins.require(context);
            gate.requireToken(context, session);
            if (context.header(BACKGROUND) == null) {
                sessions.use(session);
            }
            try {
                call.answer(context, session);
            } catch (IOException gone) {
                // Who asked does not listen any more.
            }
        });
    }

    /** What the router itself answers, in our form. */
    private static void nothingHere(JavalinConfig config, int status, String title, String detail) {
        config.routes.error(status, "*", context -> {
            if (!String.valueOf(context.res().getContentType()).contains("json")) {
                Problems.write(context, status, title, detail, List.of());
            }
        });
    }

    /** A mistake of ours: the log has what a person needs to find it, the asker gets nothing of it. */
    private void unexpected(Exception failed, Context context) {
        if (failed instanceof HttpResponseException known) {
            Problems.write(context, known.getStatus(), "Not done", String.valueOf(known.getMessage()), List.of());
            return;
        }
        StringBuilder text = new StringBuilder(
                "an error of the program in " + context.method() + " " + context.path() + ": " + failed);
        for (StackTraceElement element : failed.getStackTrace()) {
            text.append("\n    at ").append(element);
        }
        options.log().accept(text.toString());
        Problems.write(context, 500, "An error of the program", "The gateway's log says what happened.", List.of());
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        live.close();
        traffic.close();
        endAll();
        javalin.stop();
        manager.close();
    }

    /** All at once, so that a manager that does not answer holds nothing up for long. */
    private void endAll() {
        List<Thread> ending = sessions.all().stream()
                .map(session -> Thread.startVirtualThread(() -> sessions.end(session)))
                .toList();
        long deadlineNs = System.nanoTime() + LAST_WORDS.toNanos();
        try {
            for (Thread each : ending) {
                each.join(Duration.ofNanos(Math.max(1, deadlineNs - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
