package io.meridian.kernel;

import io.meridian.kernel.fold.Fold;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.Answers;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.GroupSizeEncodingDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * The heart of the platform: takes commands, decides them, and tells what happened as events. Use it from one thread.
 *
 * <p>A command is a payload of the trading schema (its message header first), a {@link Sender} and a time. The answer is the
 * sequence of the event that accepts it, or, below 0, a {@link Refusal}. A command that comes again, from the same sender with the
 * same id, has no effect and gets the first answer.
 *
 * <p>Every event was applied before it is handed out. An event that is not stored must not be answered for: whoever runs a kernel
 * stores the events of a command, as one unit, and only then passes the answer on. {@link #apply} of the stored events, in order, on an empty kernel or
 * one restored from a {@link Snapshot}, gives the same state, which {@link #hash} shows.
 */
public final class Kernel {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final KernelOptions options;
    private final State state;
    private final Fold fold;
    private final Journal journal;
    private final Desks desks;
    private final GroupSizeEncodingDecoder group = new GroupSizeEncodingDecoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    public Kernel(KernelOptions options, EventSink sink) {
        this.options = options;
        state = new State(options.expectedOrders(), options.keptAnswers());
        fold = new Fold(state);
        journal = new Journal(state, fold, sink);
        desks = new Desks(state, journal);
    }

    public KernelOptions options() {
        return options;
    }

    /** For reading. Only events change it. */
    public State state() {
        return state;
    }

    /** The number of the last event. */
    public long sequence() {
        return state.sequence();
    }

    /** One number for the whole state. Takes time in proportion to what is kept. */
    public long hash() {
        return state.hash();
    }

    /** An event of the journal again. @throws IllegalStateException when it is not the next one */
    public void apply(DirectBuffer buffer, int offset) {
        fold.apply(buffer, offset);
    }

    /**
     * Decides a command.
     *
     * @param timeNs epoch nanoseconds; where it is before the time of the last command, that one counts
     * @return the sequence of the event that accepts it, or the code of a {@link Refusal} below 0
     */
    public long take(Sender sender, long timeNs, DirectBuffer buffer, int offset, int length) {
        journal.now(Math.max(timeNs, state.time()));
        if (length < HEADER) {
            return Refusal.MALFORMED.answer();
        }
        header.wrap(buffer, offset);
        Desk desk = header.schemaId() == MessageHeaderDecoder.SCHEMA_ID ? desks.of(header.templateId()) : null;
        if (desk == null) {
            return Refusal.UNKNOWN_COMMAND.answer();
        }
        int block = header.blockLength();
        if (block < desk.leastBlock()
                || length < HEADER + block
                || !hasGroup(desk, buffer, offset + HEADER + block, length - HEADER - block)) {
            return Refusal.MALFORMED.answer();
        }
        Pool pool = sender.pool();
        journal.begin(pool, sender.number(journal), header.templateId());
        Refusal refusal = desk.read(buffer, offset + HEADER, block, header.version());
        if (refusal != null) {
            return refusal.answer();
        }
        if (desk.isKeyed()) {
            long before = state.answers().find(journal.key(), 0);
            if (before != Answers.NONE) {
                return before;
            }
        }
        return decided(desk, pool);
    }

    /** Whether the group that a desk reads is there as a whole. */
    private boolean hasGroup(Desk desk, DirectBuffer buffer, int at, int length) {
        if (desk.leastMember() == 0) {
            return true;
        }
        if (length < GroupSizeEncodingDecoder.ENCODED_LENGTH) {
            return false;
        }
        group.wrap(buffer, at);
        return group.blockLength() >= desk.leastMember()
                && length - GroupSizeEncodingDecoder.ENCODED_LENGTH >= (long) group.blockLength() * group.numInGroup();
    }

    private long decided(Desk desk, Pool pool) {
        Refusal refusal;
        try {
            refusal = (desk.pools() & pool.bit()) == 0 ? Refusal.POOL_MAY_NOT : desk.decide();
        } catch (ArithmeticException overflow) {
            if (journal.isTaken()) {
                throw overflow;
            }
            refusal = Refusal.BAD_SCALE;
        }
        if (refusal != null) {
            if (journal.isTaken()) {
                throw new IllegalStateException("refusal=" + refusal + " after the command was accepted");
            }
            if (desk.isKeyed()) {
                journal.take(refusal.code());
            }
            return refusal.answer();
        }
        while (state.countOver() > options.keptOrders()) {
            journal.orderForgotten(state.oldestOver());
        }
        return journal.acceptedAt();
    }
}
