package io.meridian.sdk;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The orders of a plugin by id: all that are open, and those that were over last, since a command may come twice. */
final class WorkingOrders {
    private static final int MOST_OVER = 4096;

    private final Map<String, WorkingOrder> open = new LinkedHashMap<>();
    private final Map<String, WorkingOrder> over = new LinkedHashMap<>();

    WorkingOrder get(String id) {
        WorkingOrder order = open.get(id);
        return order == null ? over.get(id) : order;
    }

    List<WorkingOrder> open() {
        return List.copyOf(open.values());
    }

    Iterable<WorkingOrder> eachOpen() {
        return open.values();
    }

    /** Null when one of this id is there, or was. */
    WorkingOrder add(WorkingOrder order) {
        if (get(order.id()) != null) {
            return null;
        }
        open.put(order.id(), order);
        return order;
    }

    /** To be called when an order's state was said. */
    void said(WorkingOrder order) {
        if (!order.isOver()) {
            // A bust opens again what was filled.
            if (over.remove(order.id()) != null) {
                open.put(order.id(), order);
            }
        } else if (open.remove(order.id()) != null) {
            over.put(order.id(), order);
            if (over.size() > MOST_OVER) {
                over.remove(over.keySet().iterator().next());
            }
        }
    }

    void save(DataOutput out) throws IOException {
        List<WorkingOrder> all = new ArrayList<>(over.values());
        all.addAll(open.values());
        out.writeInt(all.size());
        for (WorkingOrder order : all) {
            order.save(out);
        }
    }

    void load(DataInput in) throws IOException {
        open.clear();
        over.clear();
        for (int left = in.readInt(); left > 0; left--) {
            WorkingOrder order = WorkingOrder.load(in);
            (order.isOver() ? over : open).put(order.id(), order);
        }
    }
}
