package io.meridian.sidecar.grpc;

import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.sidecar.session.Refusals;
import java.util.function.Consumer;
import java.util.function.Function;

/** Shows a value and each change of it. A client that is slow sees the newest value, not all of them. */
final class WatchCall<T> implements OpenCall, Consumer<T> {
    private final GrpcSession session;
    private final Out<T> out;
    private T newest;
    private Runnable cancellation;

    WatchCall(GrpcSession session, Out<T> out) {
        this.session = session;
        this.out = out;
    }

    void open(Function<Consumer<T>, Runnable> watch) {
        cancellation = watch.apply(this);
    }

    @Override
    public void accept(T value) {
        newest = value;
        flush();
    }

    void flush() {
        if (newest != null && out.isReady()) {
            T value = newest;
            newest = null;
            out.next(value);
        }
    }

    void end() {
        session.remove(this);
        if (cancellation != null && session.isOpen()) {
            cancellation.run();
        }
        cancellation = null;
    }

    @Override
    public void onSessionClosed(String reason) {
        cancellation = null;
        out.refuse(Refusals.of(Refusal.Code.CLOSED, "The session ended: " + reason + "."));
    }
}
