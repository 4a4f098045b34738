package io.meridian.ui;

import io.javalin.http.Context;
import io.meridian.ui.session.Session;
import io.meridian.ui.traffic.TrafficWatch;

/** What sidecars report of their traffic: who publishes, who is delivered to, and how long that takes. */
final class TrafficCalls {
    private final Allowed allowed;
    private final TrafficWatch watch;
    private final Bodies bodies;

    TrafficCalls(Allowed allowed, TrafficWatch watch, Bodies bodies) {
        this.allowed = allowed;
        this.watch = watch;
        this.bodies = bodies;
    }

    void traffic(Context context, Session session) {
        allowed.require(session, Allowed.READERS);
        bodies.answer(context, watch.traffic());
    }

    void latency(Context context, Session session) {
        allowed.require(session, Allowed.READERS);
        bodies.answer(context, watch.latency());
    }
}
