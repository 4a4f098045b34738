package io.meridian.examples.broker;

import io.meridian.examples.broker.Execution.Kind;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A broker over HTTP. Its protocol is made up, and as plain as can be: an execution is a line of eight words, {@code -} for an
 * empty one; {@code GET /executions?after=N&wait=S} gives those after a number, and waits so many seconds for one.
 */
final class RestBroker implements Broker {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int WAIT_S = 20;
    private static final int NOT_FOUND = 404;
    /** An order of this id is there already. */
    private static final int CONFLICT = 409;

    private final HttpClient http;
    private final URI address;
    private volatile Listener listener;

    RestBroker(HttpClient http, URI address) {
        this.http = http;
        this.address = address;
    }

    @Override
    public void open(Listener of) {
        listener = of;
        send(of, request("/session").POST(BodyPublishers.noBody()), answer -> of.connected());
    }

    @Override
    public void close() {
        listener = null;
    }

    @Override
    public void place(Ticket ticket) {
        String text = ticket.symbol() + " " + ticket.side() + " "
                + ticket.quantity().toPlainString() + " " + plain(ticket.limitPrice());
        command(ticket.clientId(), "", request("/orders/" + ticket.clientId()).POST(BodyPublishers.ofString(text)));
    }

    @Override
    public void cancel(String clientId, String requestId) {
        command(
                clientId,
                requestId,
                request("/orders/" + clientId + "?request=" + requestId).DELETE());
    }

    @Override
    public void change(String clientId, String requestId, BigDecimal quantity, BigDecimal limitPrice) {
        String text = quantity.toPlainString() + " " + plain(limitPrice);
        command(
                clientId,
                requestId,
                request("/orders/" + clientId + "?request=" + requestId).PUT(BodyPublishers.ofString(text)));
    }

    @Override
    public void resume(long after, List<String> unanswered) {
        Listener mine = listener;
        List<String> neverArrived = new ArrayList<>();
        ask(
                mine,
                unanswered,
                0,
                neverArrived,
                () -> executions(mine, after, 0, last -> {
                    mine.caughtUp(neverArrived);
                    follow(mine, last);
                }));
    }

    /** Asks for one order after the other. This comes first, so that what arrived until now is among the executions. */
    private void ask(Listener mine, List<String> orders, int at, List<String> neverArrived, Runnable then) {
        if (at == orders.size()) {
            then.run();
            return;
        }
        send(mine, request("/orders/" + orders.get(at)).GET(), answer -> {
            if (answer.statusCode() == NOT_FOUND) {
                neverArrived.add(orders.get(at));
            }
            ask(mine, orders, at + 1, neverArrived, then);
        });
    }

    private void follow(Listener mine, long after) {
        if (mine == listener) {
            executions(mine, after, WAIT_S, last -> follow(mine, last));
        }
    }

    private interface Next {
        void after(long last);
    }

    private void executions(Listener mine, long after, int waitS, Next next) {
        HttpRequest.Builder request = request("/executions?after=" + after + "&wait=" + waitS)
                .timeout(PATIENCE.plusSeconds(waitS))
                .GET();
        send(mine, request, answer -> {
            long last = after;
            for (String line : answer.body().lines().toList()) {
                Execution execution = execution(line);
                last = execution.number();
                mine.happened(execution);
            }
            next.after(last);
        });
    }

    static Execution execution(String line) {
        String[] words = line.split(" ", 8);
        if (words.length != 8) {
            throw new IllegalArgumentException("line=" + line + " is no execution: it has not 8 words");
        }
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].equals("-") ? "" : words[i];
        }
        return new Execution(
                Long.parseLong(words[0]),
                Kind.valueOf(words[1]),
                words[2],
                words[3],
                words[4],
                Double.parseDouble(words[5]),
                words[6].isEmpty() ? Double.NaN : Double.parseDouble(words[6]),
                words[7]);
    }

    private static String plain(BigDecimal number) {
        return number == null ? "-" : number.toPlainString();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE);
    }

    private void command(String clientId, String requestId, HttpRequest.Builder request) {
        Listener mine = listener;
        send(mine, request, answer -> {
            if (answer.statusCode() / 100 == 4 && answer.statusCode() != CONFLICT) {
                mine.refused(clientId, requestId, answer.statusCode() + " " + answer.body());
            }
        });
    }

    private interface Answered {
        void with(HttpResponse<String> answer);
    }

    /** What is not answered, or by a fault of the server's, may have happened or not: then the connection is over. */
    private void send(Listener mine, HttpRequest.Builder request, Answered then) {
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request.build(), BodyHandlers.ofString());
        answer.thenAccept(it -> {
                    if (it.statusCode() / 100 == 5) {
                        mine.lost("the broker answers " + it.statusCode() + " to " + it.uri());
                    } else {
                        then.with(it);
                    }
                })
                .exceptionally(failure -> {
                    mine.lost("the broker cannot be reached: " + failure.getMessage());
                    return null;
                });
    }
}
