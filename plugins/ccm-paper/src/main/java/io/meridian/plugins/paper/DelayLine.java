package io.meridian.plugins.paper;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;

/** Commands on their way: each is carried out when its time has come, those of one time in the order they were sent. */
final class DelayLine {
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>();
    private long sent;

    private record Waiting(long dueNs, long number, Runnable command) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            return dueNs != other.dueNs ? Long.compare(dueNs, other.dueNs) : Long.compare(number, other.number);
        }
    }

    void add(long dueNs, Runnable command) {
        waiting.add(new Waiting(dueNs, ++sent, command));
    }

    void release(long nowNs) {
        Queue<Runnable> due = new ArrayDeque<>();
        while (!waiting.isEmpty() && waiting.peek().dueNs <= nowNs) {
            due.add(waiting.poll().command);
        }
        due.forEach(Runnable::run);
    }
}
