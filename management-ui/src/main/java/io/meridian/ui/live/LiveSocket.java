package io.meridian.ui.live;

import io.meridian.ui.session.Session;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;

/** One browser's connection, with all that it looks at. At most one thing is on its way to it; while it takes nothing, nothing is prepared for it either. */
public final class LiveSocket {
    /** The login is over. */
    static final int LOGGED_OUT = 4401;
    /** Connect anew. */
    static final int AGAIN = 1012;

    static final int GOING = 1001;
    static final int TOO_MUCH = 1008;

    private static final long STALLED_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST_STREAMS = 16;
    private static final int MOST_WORDS = 64;
    private static final int MOST_ASKED = 50;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final LiveHub hub;
    private final org.eclipse.jetty.websocket.api.Session socket;
    private final Session session;
    private final boolean masked;
    private volatile Runnable forget = () -> {};
    private final Map<Long, Open> open = new LinkedHashMap<>();
    private final Queue<String> words = new ArrayDeque<>();
    private long askedNs;
    private int asked;
    private long sentNs;
    private boolean sending;
    private boolean ended;

    /** What is looked at. @param feed null, and {@code stream} as well: rates */
    private record Open(Feed feed, LiveStream stream, long missedBefore, long[] seen) {}

    LiveSocket(LiveHub hub, org.eclipse.jetty.websocket.api.Session socket, Session session) {
        this.hub = hub;
        this.socket = socket;
        this.session = session;
        masked = onlyLooks(session.roles());
        forget = session.whenEnded(() -> end(LOGGED_OUT, "The login is over."));
    }

    /** Whether somebody with these roles may not see whom things are about, and why. */
    public static boolean onlyLooks(List<String> roles) {
        return Set.of("VIEWER").containsAll(roles);
    }

    synchronized boolean isEnded() {
        return ended;
    }

    Session session() {
        return session;
    }

    /** What the browser says. */
    public void hear(String text) {
        LiveRequest request;
        synchronized (this) {
            long nowNs = System.nanoTime();
            if (nowNs - askedNs > SECOND_NS) {
                askedNs = nowNs;
                asked = 0;
            }
            if (++asked > MOST_ASKED) {
                end(TOO_MUCH, "Too many requests.");
                return;
            }
        }
        try {
            request = LiveRequest.of(text);
        } catch (IllegalArgumentException wrong) {
            tell(LiveRequest.problem(0, wrong.getMessage()));
            return;
        }
        try {
            handle(request);
        } catch (IllegalArgumentException wrong) {
            tell(LiveRequest.problem(request.id(), wrong.getMessage()));
        }
    }

    private void handle(LiveRequest request) {
        switch (request.op()) {
            case "open" -> open(request);
            case "close" -> {
                close(request.id());
                tell("{\"id\":" + request.id() + ",\"type\":\"closed\"}");
            }
            default -> {
                Open found;
                synchronized (this) {
                    found = open.get(request.id());
                }
                if (found == null || found.stream() == null) {
                    throw new IllegalArgumentException(
                            "There is no stream " + request.id() + " here that can be paused. Open it first.");
                }
                found.stream().pause(request.op().equals("pause"));
            }
        }
    }

    private void open(LiveRequest request) {
        synchronized (this) {
            if (ended) {
                return;
            }
            if (open.containsKey(request.id())) {
                throw new IllegalArgumentException("The stream " + request.id() + " is open already. Close it first.");
            }
            if (open.size() >= MOST_STREAMS) {
                throw new IllegalArgumentException(
                        "One connection looks at " + MOST_STREAMS + " things at most. Close others.");
            }
        }
        Open added;
        if (request.stream().equals("rates")) {
            hub.joinRates();
            added = new Open(null, null, 0, new long[1]);
        } else {
            LiveStream stream = request.toStream(masked);
            Feed feed = request.from() == null
                    ? hub.join(request.pattern(), stream)
                    : hub.past(request.pattern(), request.from(), stream);
            added = new Open(feed, stream, feed.missed(), new long[1]);
        }
        boolean late;
        synchronized (this) {
            late = ended || open.putIfAbsent(request.id(), added) != null;
        }
        if (late) {
            leave(added);
        }
    }

    private void close(long id) {
        Open closed;
        synchronized (this) {
            closed = open.remove(id);
        }
        if (closed != null) {
            leave(closed);
        }
    }

    private void leave(Open closed) {
        if (closed.stream() == null) {
            hub.leaveRates();
        } else {
            hub.leave(closed.feed(), closed.stream());
        }
    }

    private synchronized void tell(String text) {
        if (words.size() >= MOST_WORDS) {
            end(TOO_MUCH, "You do not read the answers.");
        } else {
            words.add(text);
        }
    }

    /** Sends what is due. For one thread. */
    void tick(long nowNs) {
        synchronized (this) {
            if (ended) {
                return;
            }
            if (sending) {
                if (nowNs - sentNs > STALLED_NS) {
                    socket.disconnect();
                }
                return;
            }
        }
        for (String text = nextWord(); text != null; text = nextWord()) {
            if (!send(text, nowNs)) {
                return;
            }
        }
        List<Map.Entry<Long, Open>> all;
        synchronized (this) {
            all = List.copyOf(open.entrySet());
        }
        for (Map.Entry<Long, Open> each : all) {
            String text = frame(each.getKey(), each.getValue(), nowNs);
            if (text != null && !send(text, nowNs)) {
                return;
            }
        }
    }

    private synchronized String nextWord() {
        return words.poll();
    }

    private String frame(long id, Open looked, long nowNs) {
        if (looked.stream() == null) {
            RatesBoard board = hub.rates();
            if (board == null || board.version() == looked.seen()[0]) {
                return null;
            }
            looked.seen()[0] = board.version();
            return board.text(id);
        }
        if (looked.feed().problem() != null) {
            close(id);
            tell(LiveRequest.problem(id, looked.feed().problem()));
            return "{\"id\":" + id + ",\"type\":\"closed\"}";
        }
        String frame = looked.stream().frame(nowNs, looked.feed().missed() - looked.missedBefore());
        if (frame == null && looked.stream().isOver()) {
            close(id);
            return "{\"id\":" + id + ",\"type\":\"closed\"}";
        }
        return frame;
    }

    /** @return whether it is on its way already, and the next may follow */
    private boolean send(String text, long nowNs) {
        synchronized (this) {
            if (ended) {
                return false;
            }
            sending = true;
            sentNs = nowNs;
        }
        socket.sendText(text, Callback.from(this::sent, failed -> gone()));
        synchronized (this) {
            return !sending;
        }
    }

    private synchronized void sent() {
        sending = false;
    }

    /** The browser went away. */
    public void gone() {
        List<Open> all;
        synchronized (this) {
            ended = true;
            all = List.copyOf(open.values());
            open.clear();
            words.clear();
        }
        all.forEach(this::leave);
        forget.run();
        hub.disconnected(this);
    }

    /** Ends the connection, and says why. */
    void end(int code, String why) {
        gone();
        socket.close(code, why, Callback.from(() -> {}, failed -> socket.disconnect()));
    }
}
