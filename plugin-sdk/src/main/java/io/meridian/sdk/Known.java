package io.meridian.sdk;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** The last keys that were seen, so that what comes again, after a handler threw or a process was killed, counts once. */
final class Known {
    private static final int MOST = 4096;

    private final Set<String> keys = new LinkedHashSet<>();

    boolean isNew(String key) {
        if (!keys.add(key)) {
            return false;
        }
        if (keys.size() > MOST) {
            keys.remove(keys.iterator().next());
        }
        return true;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(keys.size());
        for (String key : keys) {
            out.writeUTF(key);
        }
    }

    void load(DataInput in) throws IOException {
        keys.clear();
        for (int left = in.readInt(); left > 0; left--) {
            keys.add(in.readUTF());
        }
    }
}
