package io.meridian.manager.api;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinLogger;
import io.meridian.manager.Manager;
import io.meridian.manager.account.Person;
import io.meridian.manager.basis.Json;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.db.DatabaseException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Serves the interface on the loopback, each request on a virtual thread. */
public final class ApiServer implements AutoCloseable {
    private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Javalin javalin;
    private final RequestReader reader;
    private final Replays replays;
    private final Manager manager;
    private final Consumer<String> log;
    private final String host;

    private ApiServer(Manager manager, ManagerCalls calls, ApiDescription description, String host, int port) {
        this.manager = manager;
        this.host = host;
        log = manager.options().log();
        reader = new RequestReader();
        replays = new Replays(manager.database(), manager.options().clock());
        Map<String, ManagerCalls.Handler> handlers = calls.handlers();
        requireAll(description, handlers);
        JavalinLogger.enabled = false;
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.http.maxRequestSize = RequestReader.LARGEST_JSON;
            config.http.defaultContentType = "application/json";
            config.http.prefer405over404 = true;
            config.jetty.host = host;
            config.jetty.port = port;
            config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new UnreadableRequests()));
            config.jetty.modifyHttpConfiguration(http -> {
                http.setSendServerVersion(false);
                http.setRequestHeaderSize(16 << 10);
            });
            description
                    .operations()
                    .forEach(operation -> config.routes.addEndpoint(new Endpoint(
                            HandlerType.findOrCreate(operation.method().toUpperCase(Locale.ROOT)),
                            operation.path(),
                            context -> serve(context, operation, handlers.get(operation.id())))));
            config.routes.exception(Exception.class, this::unexpected);
            nothingHere(config, 404, "Not found", "There is nothing here. See /v1/openapi.yaml.");
            nothingHere(config, 405, "Not done", "This cannot be done here. See /v1/openapi.yaml.");
        });
    }

    /** What the router itself answers, in our form. */
    private static void nothingHere(JavalinConfig config, int status, String title, String detail) {
        config.routes.error(status, "*", context -> {
            if (!String.valueOf(context.res().getContentType()).contains("problem")) {
                Problems.write(context, status, title, detail, List.of());
            }
        });
    }

    /** What is described can be done, and what can be done is described. */
    private static void requireAll(ApiDescription description, Map<String, ManagerCalls.Handler> handlers) {
        Set<String> described = new TreeSet<>();
        description.operations().forEach(operation -> described.add(operation.id()));
        if (!described.equals(new TreeSet<>(handlers.keySet()))) {
            throw new IllegalStateException(
                    "openapi.yaml describes " + described + ", and there is " + new TreeSet<>(handlers.keySet()));
        }
    }

    /** Listens until closed. @param port 0 for any that is free */
    public static ApiServer start(Manager manager, ManagerCalls calls, String host, int port) {
        ApiServer server = new ApiServer(manager, calls, calls.description(), host, port);
        server.javalin.start();
        return server;
    }

    public int port() {
        return javalin.port();
    }

    private void serve(Context context, Operation operation, ManagerCalls.Handler handler) {
        try {
            requireHost(context);
            Person person = operation.isOpen() ? null : person(context);
            requireRole(person, operation);
            Call call = reader.read(context, operation, person);
            Answer answer = replays.once(context, operation, call, () -> handler.handle(call));
            write(context, operation, answer);
        } catch (Refusal refused) {
            Problems.write(context, refused);
        } catch (UnknownPersonException unknown) {
            context.header("WWW-Authenticate", "Bearer");
            Problems.write(context, 401, "Who are you?", unknown.getMessage(), List.of());
        } catch (DatabaseException away) {
            log.accept("ALARM: " + away.getMessage());
            Problems.write(
                    context,
                    503,
                    "Not now",
                    "The manager's database cannot be used now. Try again; the manager's log says why.",
                    List.of());
        } catch (IOException gone) {
            // Who asked does not listen any more.
        }
    }

    /** A page of somewhere else that a browser shows must not speak to a manager on this machine by another name. */
    private void requireHost(Context context) {
        String asked = String.valueOf(context.header("Host")).replaceAll(":\\d+$", "");
        if (!LOCAL.contains(asked) && !asked.equals(host)) {
            throw Refusal.forbidden("This manager is not called '" + asked + "'.");
        }
    }

    private Person person(Context context) throws UnknownPersonException {
        String shown = context.header("Authorization");
        if (shown == null || !shown.startsWith("Bearer ")) {
            throw new UnknownPersonException("Show a token: 'Authorization: Bearer ...'. POST /v1/sessions gives one.");
        }
        return manager.tokens()
                .person(shown.substring("Bearer ".length()).strip())
                .orElseThrow(
                        () -> new UnknownPersonException("The token is unknown, or its time is over. Log in anew."));
    }

    private static void requireRole(Person person, Operation operation) {
        if (!operation.roles().isEmpty()
                && operation.roles().stream().noneMatch(role -> person != null && person.is(role))) {
            throw Refusal.forbidden("This takes the role "
                    + String.join(
                            " or ", operation.roles().stream().map(Enum::name).toList()) + ", which "
                    + (person == null ? "nobody" : person.name()) + " lacks.");
        }
    }

    private static void write(Context context, Operation operation, Answer answer) throws IOException {
        context.status(answer.status());
        context.header("Cache-Control", "no-store");
        context.header("X-Content-Type-Options", "nosniff");
        if (answer.revision() != 0) {
            context.header("ETag", "\"" + answer.revision() + "\"");
        }
        if (answer.stream() != null) {
            context.contentType(operation.answerType());
            context.disableCompression();
            context.res().flushBuffer();
            // Not the context's own stream, which flushes nothing: a change would be told when a buffer is full.
            answer.stream().write(context.res().getOutputStream());
        } else if (answer.body() instanceof String text) {
            context.contentType(operation.answerType()).result(text);
        } else if (answer.body() != null) {
            context.contentType("application/json").result(Json.text(answer.body()));
        }
    }

    /** A mistake of ours: the log has what a person needs to find it, the asker gets nothing of it. */
    private void unexpected(Exception failed, Context context) {
        if (failed instanceof io.javalin.http.HttpResponseException known) {
            Problems.write(context, known.getStatus(), "Not done", String.valueOf(known.getMessage()), List.of());
            return;
        }
        StringBuilder text = new StringBuilder(
                "an error of the program in " + context.method() + " " + context.path() + ": " + failed);
        for (StackTraceElement element : failed.getStackTrace()) {
            text.append("\n    at ").append(element);
        }
        log.accept(text.toString());
        Problems.write(context, 500, "An error of the program", "The manager's log says what happened.", List.of());
    }

    /** No token, or none that is good. */
    private static final class UnknownPersonException extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownPersonException(String text) {
            super(text);
        }
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
