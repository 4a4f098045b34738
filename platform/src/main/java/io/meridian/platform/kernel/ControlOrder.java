package io.meridian.platform.kernel;

import io.meridian.plugin.contract.trading.ControlEventEncoder;
import io.meridian.plugin.contract.trading.ControlKind;
import io.meridian.plugin.contract.trading.ControlScope;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;

/** What a person tells the kernel to stop or to let through again, each time under an id of its own. */
public final class ControlOrder {
    private ControlOrder() {}

    /**
     * Writes it from 0 on.
     *
     * @param at when the person said so
     * @return the length behind its header
     */
    public static int encode(
            MutableDirectBuffer buffer,
            Instant at,
            ControlKind kind,
            ControlScope scope,
            String target,
            String by,
            String reason) {
        long nowNs = SystemEpochNanoClock.INSTANCE.nanoTime();
        ControlEventEncoder command =
                new ControlEventEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        command.tsEvent(TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano())
                .tsInit(nowNs)
                .expireAt(0)
                .controlId(UUID.randomUUID().toString())
                .kind(kind)
                .scope(scope)
                .target(target)
                .actor(by)
                .reason(reason);
        return command.encodedLength();
    }
}
