package io.meridian.sidecar.grpc;

import io.meridian.plugin.contract.proto.LogRecord;
import io.meridian.plugin.contract.proto.LogSummary;

/** Takes lines for the log. */
final class LogCall implements OpenCall {
    /** How many lines a client may have under way. */
    static final int WINDOW = 64;

    private final GrpcSession session;
    private final Out<LogSummary> out;
    private long taken;
    private long dropped;

    LogCall(GrpcSession session, Out<LogSummary> out) {
        this.session = session;
        this.out = out;
    }

    void onMessage(LogRecord line) {
        if (session.isOpen() && session.plugin().log(line)) {
            taken++;
        } else {
            dropped++;
        }
        out.request(1);
    }

    void onClientDone() {
        session.remove(this);
        out.end(LogSummary.newBuilder().setTaken(taken).setDropped(dropped).build());
    }

    @Override
    public void onSessionClosed(String reason) {
        onClientDone();
    }
}
