package io.meridian.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.kernel.journal.StopSetEncoder;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.Names;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.ControlEventDecoder;
import io.meridian.plugin.contract.trading.ControlKind;
import io.meridian.plugin.contract.trading.ControlScope;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Stops trading and releases it again, and takes back all open orders at once. What is stopped takes no new orders and no modifies; cancels and
 * reports go on. Anybody of the OMS pool may stop; only a person releases, and the journal has the name.
 */
final class ControlDesk implements Desk {
    private final State state;
    private final Journal journal;
    private final Cancels cancels;
    private final ControlEventDecoder command = new ControlEventDecoder();
    private final StopSetEncoder event = new StopSetEncoder();
    private final UnsafeBuffer target = new UnsafeBuffer(new byte[Names.LENGTH]);
    private int at;
    private int targetAt;
    private int targetLength;

    ControlDesk(State state, Journal journal, Cancels cancels) {
        this.state = state;
        this.journal = journal;
        this.cancels = cancels;
    }

    @Override
    public int pools() {
        return Pool.PERSON.bit() | Pool.OMS.bit();
    }

    @Override
    public int leastBlock() {
        return ControlEventDecoder.BLOCK_LENGTH;
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        command.wrap(buffer, offset, blockLength, version);
        at = offset;
        // The first text behind the block is the target.
        targetAt = offset + blockLength + 2;
        targetLength = targetAt <= buffer.capacity() ? buffer.getShort(targetAt - 2, LITTLE_ENDIAN) & 0xFFFF : -1;
        if (targetLength < 0 || targetLength > Names.LENGTH || targetAt + targetLength > buffer.capacity()) {
            return Refusal.BAD_CONTROL;
        }
        return Keys.writeId(
                journal,
                buffer,
                offset + ControlEventDecoder.controlIdEncodingOffset(),
                ControlEventDecoder.TEMPLATE_ID);
    }

    @Override
    public Refusal decide() {
        int kind = command.kindRaw();
        boolean stops = kind == ControlKind.KILL.value() || kind == ControlKind.PAUSE.value();
        boolean releases = kind == ControlKind.RELEASE.value() || kind == ControlKind.RESUME.value();
        boolean takesBack = kind == ControlKind.CANCEL_ALL.value();
        int scope = command.scopeRaw();
        boolean whole = scope == ControlScope.DEPLOYMENT.value();
        if (!stops && !releases && !takesBack
                || whole != (targetLength == 0)
                || !whole
                        && scope != ControlScope.INSTANCE.value()
                        && scope != ControlScope.PORTFOLIO.value()
                        && scope != ControlScope.VENUE.value()) {
            return Refusal.BAD_CONTROL;
        }
        if (releases && journal.pool() != Pool.PERSON) {
            return Refusal.POOL_MAY_NOT;
        }
        target.setMemory(0, Names.LENGTH, (byte) 0);
        target.putBytes(0, command.buffer(), targetAt, targetLength);
        if (!Reading.isPlain(target, 0, Names.LENGTH)) {
            return Refusal.BAD_TEXT;
        }
        int name = whole ? Names.NONE : journal.name(target, 0, Names.LENGTH);
        journal.accept();
        if (takesBack) {
            takeBack(scope, name);
        } else {
            stop(scope, name, journal.sender(), stops);
        }
        return null;
    }

    private void takeBack(int scope, int name) {
        Orders orders = state.orders();
        int requestIdAt = at + ControlEventDecoder.controlIdEncodingOffset();
        for (int order = 0; order < orders.places(); order++) {
            if (orders.isKept(order) && isIn(scope, name, order) && cancels.refusal(order) == null) {
                cancels.cancel(order, command.buffer(), requestIdAt);
            }
        }
    }

    private boolean isIn(int scope, int name, int order) {
        Orders orders = state.orders();
        return scope == ControlScope.DEPLOYMENT.value()
                || scope == ControlScope.INSTANCE.value() && orders.sender(order) == name
                || scope == ControlScope.PORTFOLIO.value() && orders.portfolio(order) == name
                || scope == ControlScope.VENUE.value() && state.instruments().venue(orders.instrument(order)) == name;
    }

    /** @param actor 0 where no person did it */
    void stop(int scope, int name, int actor, boolean stops) {
        event.wrapAndApplyHeader(journal.buffer(), 0, journal.header())
                .sequence(journal.next())
                .time(journal.now())
                .target(name)
                .actor(actor)
                .scope((short) scope)
                .stopped((short) (stops ? 1 : 0));
        journal.commit(StopSetEncoder.BLOCK_LENGTH);
    }
}
