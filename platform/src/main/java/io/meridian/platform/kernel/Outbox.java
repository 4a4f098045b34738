package io.meridian.platform.kernel;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.plugin.contract.control.ControlAct;
import io.meridian.plugin.contract.schema.Schemas;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells what is stored: each batch's messages in order, batch after batch. A batch is done when the bus has stored all of it; then the message
 * that it followed from is confirmed, or the request answered.
 */
final class Outbox {
    /** Told now and then how far everything is done. */
    @FunctionalInterface
    interface Progress {
        void onTold(long record);
    }

    private final Bus bus;
    private final int capacity;
    private final Progress progress;
    private final Map<String, Publisher> publishers = new HashMap<>();
    private final Queue<Batch> toTell = new ArrayDeque<>();
    private final Queue<Batch> toConfirm = new ArrayDeque<>();
    private final ArrayDeque<Batch> spare = new ArrayDeque<>();
    private final UnsafeBuffer replyBytes = new UnsafeBuffer();
    private long told;

    Outbox(Bus bus, int capacity, Progress progress) {
        this.bus = bus;
        this.capacity = capacity;
        this.progress = progress;
    }

    Batch spare() {
        Batch batch = spare.poll();
        return batch == null ? new Batch() : batch;
    }

    /** Takes a batch whose record is stored. */
    void add(Batch batch) {
        toTell.add(batch);
    }

    void putBack(Batch batch) {
        spare.push(batch);
    }

    int pending() {
        return toTell.size() + toConfirm.size();
    }

    boolean hasRoom(int besides) {
        return pending() + besides < capacity;
    }

    /** How many messages it has told. */
    long told() {
        return told;
    }

    int work() {
        return tell() + confirm();
    }

    private int tell() {
        int work = 0;
        for (Batch batch = toTell.peek(); batch != null; batch = toTell.peek()) {
            while (batch.offered() < batch.size()) {
                int next = batch.offered();
                Publisher publisher = publisher(batch.topic(next));
                long result = publisher.offer(
                        batch.context()
                                .schema(batch.template(next), batch.template(next) == 0 ? 0 : Schemas.TRADING_VERSION),
                        batch.bytes(),
                        batch.begin(next),
                        batch.length(next));
                if (result == PublishResult.BACK_PRESSURED || result == PublishResult.NOT_CONNECTED) {
                    return work;
                }
                if (result < 0) {
                    throw new IllegalStateException("A message of the kernel could not be published, topic="
                            + batch.topic(next) + " result=" + result + ". It is stored and is told after a restart.");
                }
                batch.offered(result);
                told++;
                work++;
            }
            toConfirm.add(toTell.remove());
            work++;
        }
        return work;
    }

    private int confirm() {
        int work = 0;
        long last = 0;
        for (Batch batch = toConfirm.peek(); batch != null && isStored(batch); batch = toConfirm.peek()) {
            if (batch.subscription() != null) {
                batch.subscription().settle(batch.token(), Verdict.ACCEPT, null);
            }
            if (batch.reply() != null && !answered(batch)) {
                break;
            }
            last = batch.record();
            putBack(toConfirm.remove());
            work++;
        }
        if (last > 0) {
            progress.onTold(last);
        }
        return work;
    }

    private boolean isStored(Batch batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (publisher(batch.topic(i)).confirmed() < batch.sequence(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean answered(Batch batch) {
        replyBytes.wrap(KernelAnswer.encode(batch.answer()));
        long result = batch.reply().send(replyBytes, 0, replyBytes.capacity());
        // A requester that is gone does not hear it.
        return result != PublishResult.BACK_PRESSURED && result != PublishResult.NOT_CONNECTED;
    }

    private Publisher publisher(String topic) {
        Publisher publisher = publishers.get(topic);
        if (publisher == null) {
            PublisherSpec spec = PublisherSpec.durable(topic);
            publisher = bus.publisher(topic.equals(DeskAct.TOPIC) ? spec.contentType(ControlAct.CONTENT_TYPE) : spec);
            publishers.put(topic, publisher);
        }
        return publisher;
    }
}
