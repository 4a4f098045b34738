package io.meridian.kernel.state;

import io.meridian.plugin.contract.trading.ControlScope;

/** What is stopped, by a person or by a throttle: the deployment, senders, portfolios or venues. */
public final class Stops {
    private final Slab slab = new Slab(2, 16);
    private final KeyIndex index = new KeyIndex(slab, 0, 1, 16);
    private int count;

    public boolean isStopped(ControlScope scope, int target) {
        if (count == 0) {
            return false;
        }
        int stop = index.find(key(scope.value(), target));
        return stop != KeyIndex.NOT_FOUND && slab.get(stop, 1) != 0;
    }

    /** How many are in force. */
    public int count() {
        return count;
    }

    public void set(int scope, int target, boolean stopped) {
        int stop = index.find(key(scope, target));
        if (stop == KeyIndex.NOT_FOUND) {
            stop = slab.allocate();
            slab.set(stop, 0, key(scope, target));
            index.add(stop);
        }
        long before = slab.get(stop, 1);
        slab.set(stop, 1, stopped ? 1 : 0);
        count += (int) (slab.get(stop, 1) - before);
    }

    private static long key(int scope, int target) {
        return (long) scope << 32 | target;
    }

    void save(WordSink sink) {
        sink.put(count);
        slab.save(sink);
    }

    void load(WordSource source) {
        count = (int) source.next();
        slab.load(source);
        index.rebuild();
    }
}
