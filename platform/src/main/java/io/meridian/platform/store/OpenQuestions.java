package io.meridian.platform.store;

import io.meridian.bus.Reply;
import io.meridian.bus.delivery.PublishResult;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/** Questions that are not answered yet, and their answers as they get ready. For the thread of the bus. */
final class OpenQuestions {
    private final Queue<Open> open = new ArrayDeque<>();
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);

    private record Open(Reply reply, CompletableFuture<byte[]> answer, BooleanSupplier mayBeGiven) {}

    /** @param answer never fails: what goes wrong is an answer, too */
    void add(Reply reply, CompletableFuture<byte[]> answer) {
        add(reply, answer, () -> true);
    }

    /** @param mayBeGiven asked again and again once the answer is ready, until it says yes */
    void add(Reply reply, CompletableFuture<byte[]> answer, BooleanSupplier mayBeGiven) {
        open.add(new Open(reply, answer, mayBeGiven));
    }

    int size() {
        return open.size();
    }

    /** Gives the answers that are ready. Never waits. */
    int work() {
        int work = 0;
        for (int i = open.size(); i > 0; i--) {
            Open question = open.remove();
            if (!question.answer().isDone() || !question.mayBeGiven().getAsBoolean() || !answered(question)) {
                open.add(question);
            } else {
                work++;
            }
        }
        return work;
    }

    private boolean answered(Open question) {
        bytes.wrap(question.answer().join());
        long result = question.reply().send(bytes, 0, bytes.capacity());
        // Who asked and is gone does not hear it.
        return result != PublishResult.BACK_PRESSURED && result != PublishResult.NOT_CONNECTED;
    }
}
