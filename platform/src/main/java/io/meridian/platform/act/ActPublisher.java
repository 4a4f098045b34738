package io.meridian.platform.act;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.stack.StackBus;
import io.meridian.plugin.contract.control.ControlAct;
import io.meridian.plugin.contract.schema.TopicTemplate;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/** Publishes the acts that one part of the platform tells of. For one thread. */
public final class ActPublisher implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Publisher publisher;
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);

    /** @param teller a segment of a topic: who tells of it */
    public ActPublisher(Bus bus, String teller) {
        publisher = bus.publisher(
                PublisherSpec.durable(TopicTemplate.ACT.topic(teller)).contentType(ControlAct.CONTENT_TYPE));
    }

    /** The user of this process, as the operating system calls him. */
    public static String osUser() {
        return System.getProperty("user.name", "");
    }

    /** Never waits. @return its sequence, for {@link #isStored}, or a code of {@link PublishResult} */
    public long offer(ControlAct act) {
        bytes.wrap(act.encode(Instant.now()));
        return publisher.offer(bytes, 0, bytes.capacity());
    }

    public boolean isStored(long sequence) {
        return publisher.confirmed() >= sequence;
    }

    /** Waits until it is stored. @return false: the bus did not take it in time, or for good */
    public boolean tell(ControlAct act) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        long result = offer(act);
        while (result == PublishResult.BACK_PRESSURED || result == PublishResult.NOT_CONNECTED) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            LockSupport.parkNanos(AGAIN_NS);
            result = offer(act);
        }
        return result > 0 && publisher.drain(PATIENCE_NS);
    }

    /** Tells what a command did by itself, without a service. Where no bus takes it, the person is told that it is not on record. */
    public static void tellOfCommand(StackBus stack, String teller, ControlAct act) {
        try {
            tellOrFail(stack, teller, act);
        } catch (CommandException notTold) {
            Output.err()
                    .println("This is not on record in an audit log, since no bus was told of it: "
                            + notTold.getMessage());
        }
    }

    /** Tells what a command is about to do. @throws CommandException when no bus took it */
    public static void tellOrFail(StackBus stack, String teller, ControlAct act) {
        boolean told;
        try (Bus bus = stack.connectBriefly();
                ActPublisher acts = new ActPublisher(bus, teller)) {
            told = acts.tell(act.osUser(osUser()));
        } catch (CommandException none) {
            throw none;
        } catch (RuntimeException away) {
            throw CommandException.failed(away.toString());
        }
        if (!told) {
            throw CommandException.failed("The bus did not take it in time.");
        }
    }

    @Override
    public void close() {
        publisher.close();
    }
}
