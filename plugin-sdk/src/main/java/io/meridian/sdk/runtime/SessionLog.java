package io.meridian.sdk.runtime;

import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.proto.LogRecord;
import io.meridian.sdk.Log;
import java.util.Map;

/** The log of one session: lines go to the sidecar if there is room, and to whoever runs the runtime. */
final class SessionLog implements Log {
    private final Session session;
    private final long call;
    private long dropped;

    SessionLog(Session session) {
        this.session = session;
        call = session.link().nextCall();
    }

    @Override
    public void log(Level level, String text, Object... fields) {
        Map<String, String> named = Log.named(fields);
        write(level, text, named);
    }

    void write(Level level, String text, Map<String, String> fields) {
        session.options.listener().onLine(level, fields.isEmpty() ? text : text + " " + fields);
        if (!session.link().isOpen() || session.link().hasClaim()) {
            dropped++;
            return;
        }
        LogRecord.Builder line = LogRecord.newBuilder()
                .setLevel(LogRecord.Level.forNumber(level.ordinal() + 1))
                .setLogger(session.options.manifest().id())
                .setText(text)
                .setTsNs(session.options.clock().nanoTime())
                .putAllFields(fields);
        if (dropped > 0) {
            line.putFields("dropped-before", Long.toString(dropped));
        }
        byte[] bytes = line.build().toByteArray();
        if (bytes.length <= session.link().maxBody() && session.link().call(call, Method.LOG, false, bytes)) {
            dropped = 0;
        } else {
            dropped++;
        }
    }
}
