package io.meridian.sidecar.grpc;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Who calls: the session that the call names, and the connection it came on.
 *
 * @param session as the call names it, empty when it does not
 * @param connection number of the connection
 */
record Caller(String session, long connection) {
    static final Metadata.Key<String> SESSION = Metadata.Key.of("meridian-session", Metadata.ASCII_STRING_MARSHALLER);

    private static final Context.Key<Caller> KEY = Context.key("meridian-caller");
    private static final Attributes.Key<Long> CONNECTION = Attributes.Key.create("meridian-connection");

    /** The one of the call whose thread this is. */
    static Caller current() {
        return KEY.get();
    }

    /** Notes for each call who calls. */
    static ServerInterceptor interceptor() {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                String session = headers.get(SESSION);
                Long connection = call.getAttributes().get(CONNECTION);
                Caller caller = new Caller(session == null ? "" : session, connection == null ? 0 : connection);
                return Contexts.interceptCall(Context.current().withValue(KEY, caller), call, headers, next);
            }
        };
    }

    /** Numbers connections, and tells when one is gone. */
    static ServerTransportFilter connections(AtomicLong numbers, LongConsumer onGone) {
        return new ServerTransportFilter() {
            @Override
            public Attributes transportReady(Attributes attributes) {
                return attributes.toBuilder()
                        .set(CONNECTION, numbers.incrementAndGet())
                        .build();
            }

            @Override
            public void transportTerminated(Attributes attributes) {
                Long connection = attributes == null ? null : attributes.get(CONNECTION);
                if (connection != null) {
                    onGone.accept(connection);
                }
            }
        };
    }
}
