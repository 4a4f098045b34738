package io.meridian.ui.live;

import io.meridian.bus.Bus;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.ui.message.MessageFields;
import io.meridian.ui.session.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** All that browsers look at just now, and the bus that it comes from. */
public final class LiveHub implements AutoCloseable {
    private static final int MOST_SOCKETS = 512;
    private static final int MOST_FEEDS = 128;
    private static final int MOST_PAST = 32;
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final TopicPattern EVERYTHING = TopicPattern.of("**");

    private final Bus bus;
    private final Map<String, Feed> feeds = new HashMap<>();
    private final Set<Feed> past = ConcurrentHashMap.newKeySet();
    private final Set<LiveSocket> sockets = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private MessageFields decoder;
    private Feed ratesFeed;
    private volatile RatesBoard rates;
    private int ratesLookers;
    private volatile boolean closed;

    /** @param bus null: there is none, and whoever wants to look at it is told so */
    public LiveHub(Bus bus) {
        this.bus = bus;
        thread = Thread.ofPlatform().name("ui-live").daemon().start(this::run);
    }

    private void run() {
        long readNs = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(LOOK_NS);
            long nowNs = System.nanoTime();
            RatesBoard board = rates;
            if (board != null && nowNs - readNs >= SECOND_NS) {
                readNs = nowNs;
                board.read(nowNs, bus.config().clock().nanoTime());
            }
            sockets.forEach(socket -> socket.tick(nowNs));
        }
    }

    /** Takes a browser in; null when there are too many. */
    public LiveSocket connect(org.eclipse.jetty.websocket.api.Session socket, Session session) {
        if (sockets.size() >= MOST_SOCKETS) {
            return null;
        }
        LiveSocket added = new LiveSocket(this, socket, session);
        sockets.add(added);
        if (added.isEnded()) {
            sockets.remove(added);
        }
        return added;
    }

    void disconnected(LiveSocket socket) {
        sockets.remove(socket);
    }

    /** How many browsers look now. */
    public int streams() {
        return sockets.size();
    }

    /** How many patterns of topics they look at. */
    public synchronized int feeds() {
        return feeds.size() + past.size();
    }

    /** Those who are looking, each once. */
    public Set<Session> lookers() {
        return sockets.stream().map(LiveSocket::session).collect(Collectors.toSet());
    }

    /** Ends the connections of somebody who may see more or less than before; their pages connect anew. */
    public void reconnect(Session session) {
        List.copyOf(sockets).stream()
                .filter(socket -> socket.session() == session)
                .forEach(socket -> socket.end(LiveSocket.AGAIN, "Your roles were changed."));
    }

    private void requireBus() {
        if (bus == null) {
            throw new IllegalArgumentException("This gateway has no bus. It is started with that of the stack, or with"
                    + " BUS_BACKEND and where its server is.");
        }
    }

    /** What comes from now on, shared with all who look at the same. */
    synchronized Feed join(TopicPattern pattern, LiveStream stream) {
        requireBus();
        Feed feed = feeds.get(pattern.text());
        if (feed != null && feed.problem() != null) {
            feeds.remove(pattern.text());
            feed = null;
        }
        if (feed == null) {
            if (feeds.size() >= MOST_FEEDS) {
                throw new IllegalArgumentException("There are " + MOST_FEEDS + " different patterns that somebody looks"
                        + " at. Look at one of them, or close others.");
            }
            feed = new Feed(pattern, decoder(), null);
            feeds.put(pattern.text(), feed);
            feed.add(stream);
            feed.start(bus, null);
        } else {
            feed.add(stream);
        }
        return feed;
    }

    /** What came since a time, and then what comes, for one who looks. */
    synchronized Feed past(TopicPattern pattern, StartAt from, LiveStream stream) {
        requireBus();
        if (past.size() >= MOST_PAST) {
            throw new IllegalArgumentException(
                    "There are " + MOST_PAST + " who look at the past already. Try again in a while.");
        }
        Feed feed = new Feed(pattern, decoder(), null);
        past.add(feed);
        feed.add(stream);
        feed.start(bus, from);
        return feed;
    }

    /** Begins with the first who looks: reading the schema takes a moment. */
    private MessageFields decoder() {
        if (decoder == null) {
            decoder = new MessageFields();
        }
        return decoder;
    }

    synchronized void leave(Feed feed, LiveStream stream) {
        if (feed.remove(stream)) {
            feed.close();
            past.remove(feed);
            feeds.values().remove(feed);
        }
    }

    synchronized void joinRates() {
        requireBus();
        if (ratesLookers++ == 0) {
            RatesBoard board = new RatesBoard();
            ratesFeed = new Feed(EVERYTHING, decoder(), board);
            ratesFeed.start(bus, null);
            rates = board;
        }
    }

    synchronized void leaveRates() {
        if (--ratesLookers == 0) {
            rates = null;
            ratesFeed.close();
        }
    }

    /** Null while nobody looks at rates. */
    RatesBoard rates() {
        return rates;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List.copyOf(sockets).forEach(socket -> socket.end(LiveSocket.GOING, "The gateway ends."));
    }
}
