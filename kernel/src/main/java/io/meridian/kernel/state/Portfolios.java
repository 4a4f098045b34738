package io.meridian.kernel.state;

import io.meridian.plugin.contract.trading.LotMethod;

/** How portfolios are kept. */
public final class Portfolios {
    private final Slab slab;
    private final KeyIndex index;

    Portfolios(int capacity) {
        slab = new Slab(2, capacity);
        index = new KeyIndex(slab, 0, 1, capacity);
    }

    /** A value of LotMethod; FIFO where nothing was said. */
    public int lotMethod(int portfolio) {
        int found = index.find(portfolio);
        return found == KeyIndex.NOT_FOUND ? LotMethod.FIFO.value() : (int) slab.get(found, 1);
    }

    public void lotMethod(int portfolio, int method) {
        int found = index.find(portfolio);
        if (found == KeyIndex.NOT_FOUND) {
            found = slab.allocate();
            slab.set(found, 0, portfolio);
            index.add(found);
        }
        slab.set(found, 1, method);
    }

    void save(WordSink sink) {
        slab.save(sink);
    }

    void load(WordSource source) {
        slab.load(source);
        index.rebuild();
    }
}
