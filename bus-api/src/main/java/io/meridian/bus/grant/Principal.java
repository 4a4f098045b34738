package io.meridian.bus.grant;

import io.meridian.bus.topic.Topic;
import java.util.Objects;

/** Whom a grant is for. */
public sealed interface Principal {
    /** One plugin instance. Its name is one segment of a topic, so that topics can carry it. */
    record Instance(String name) implements Principal {
        /** @throws IllegalArgumentException if the name is not one segment of a topic */
        public Instance {
            if (Topic.of(name).segments() != 1) {
                throw new IllegalArgumentException("instance=" + name + " is not a name: dots are not allowed");
            }
        }

        @Override
        public String toString() {
            return "instance:" + name;
        }
    }

    /** All instances of a pool type. */
    record Pool(PoolType type) implements Principal {
        /** Checks that there is a type. */
        public Pool {
            Objects.requireNonNull(type, "type");
        }

        @Override
        public String toString() {
            return "pool:" + type;
        }
    }

    /** One plugin instance. */
    static Principal instance(final String name) {
        return new Instance(name);
    }

    /** All instances of a pool type. */
    static Principal pool(final PoolType type) {
        return new Pool(type);
    }
}
