package io.meridian.sidecar.grpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.meridian.plugin.contract.proto.Refusal;

/** The way back of one call. For the guard loop's thread, but for {@link #request}. Harmless once the call is over. */
final class Out<T> {
    /** Bears the refusal where the answer has no place for it. */
    static final Metadata.Key<byte[]> REFUSAL =
            Metadata.Key.of("meridian-refusal-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final ServerCallStreamObserver<T> observer;
    private boolean ended;

    /** On the thread of the call, before it returns. */
    Out(StreamObserver<T> observer, Runnable onReady, Runnable onCancel) {
        this.observer = (ServerCallStreamObserver<T>) observer;
        this.observer.setOnCancelHandler(onCancel);
        this.observer.setOnReadyHandler(onReady);
    }

    Out(StreamObserver<T> observer) {
        this(observer, () -> {}, () -> {});
    }

    /** Messages are asked for one by one from here on, beginning with so many. */
    void pull(int messages) {
        observer.disableAutoRequest();
        observer.request(messages);
    }

    /** Lets the client send so many more. From any thread. */
    void request(int messages) {
        if (!observer.isCancelled()) {
            observer.request(messages);
        }
    }

    /** Whether what is sent now goes out soon, rather than wait in memory. */
    boolean isReady() {
        return !ended && observer.isReady();
    }

    boolean isOver() {
        return ended || observer.isCancelled();
    }

    void next(T message) {
        if (!isOver()) {
            observer.onNext(message);
        }
    }

    void end() {
        if (!ended) {
            ended = true;
            if (!observer.isCancelled()) {
                observer.onCompleted();
            }
        }
    }

    void end(T message) {
        next(message);
        end();
    }

    /** Ends the call with a status, the refusal beside it. */
    void refuse(Refusal refusal) {
        if (ended) {
            return;
        }
        ended = true;
        if (!observer.isCancelled()) {
            Metadata trailers = new Metadata();
            trailers.put(REFUSAL, refusal.toByteArray());
            observer.onError(
                    status(refusal.getCode()).withDescription(refusal.getText()).asException(trailers));
        }
    }

    private static Status status(Refusal.Code code) {
        return switch (code) {
            case ACL_DENIED -> Status.PERMISSION_DENIED;
            case NO_SESSION, TOKEN_REFUSED -> Status.UNAUTHENTICATED;
            case BACK_PRESSURED, RATE_LIMITED, TOO_LARGE -> Status.RESOURCE_EXHAUSTED;
            case NOT_CONNECTED, NOT_READY -> Status.UNAVAILABLE;
            case INVALID -> Status.INVALID_ARGUMENT;
            case LATCHED, ALREADY_ATTACHED -> Status.FAILED_PRECONDITION;
            case TIMED_OUT -> Status.DEADLINE_EXCEEDED;
            case NO_RESPONDER -> Status.NOT_FOUND;
            case UNSUPPORTED -> Status.UNIMPLEMENTED;
            case CLOSED -> Status.ABORTED;
            case CODE_UNSPECIFIED, UNRECOGNIZED -> Status.UNKNOWN;
        };
    }
}
