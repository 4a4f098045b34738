package io.meridian.sidecar.grpc;

import io.grpc.Attributes;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Bounds what callers who are not attached can make the sidecar hold in memory: few calls of theirs at a time, on all
 * connections together, and none while there are very many connections. The attached plugin is not bound by it.
 */
final class Strangers implements ServerInterceptor {
    /** Calls at a time; each may hold one message. */
    static final int MOST_CALLS = 8;
    /** Open connections beyond which a stranger's calls are refused. */
    static final int MOST_CONNECTIONS = 64;

    private final Predicate<String> isSession;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    /** @param isSession whether a call that names this session is the attached plugin's; asked on any thread */
    Strangers(Predicate<String> isSession) {
        this.isSession = isSession;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String session = headers.get(Caller.SESSION);
        if (session != null && isSession.test(session)) {
            return next.startCall(call, headers);
        }
        if (connections.get() > MOST_CONNECTIONS) {
            return refuse(call, "There are more than " + MOST_CONNECTIONS + " connections. Close some.");
        }
        if (calls.incrementAndGet() > MOST_CALLS) {
            calls.decrementAndGet();
            return refuse(call, "There are " + MOST_CALLS + " calls without a session already. Attach first.");
        }
        return new Counted<>(next.startCall(call, headers));
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, String why) {
        call.close(Status.RESOURCE_EXHAUSTED.withDescription(why), new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {
        private boolean over;

        Counted(ServerCall.Listener<Q> listener) {
            super(listener);
        }

        @Override
        public void onCancel() {
            end();
            super.onCancel();
        }

        @Override
        public void onComplete() {
            end();
            super.onComplete();
        }

        private void end() {
            if (!over) {
                over = true;
                calls.decrementAndGet();
            }
        }
    }

    /** Counts connections. */
    ServerTransportFilter connections() {
        return new ServerTransportFilter() {
            @Override
            public Attributes transportReady(Attributes attributes) {
                connections.incrementAndGet();
                return attributes;
            }

            @Override
            public void transportTerminated(Attributes attributes) {
                if (attributes != null) {
                    connections.decrementAndGet();
                }
            }
        };
    }
}
