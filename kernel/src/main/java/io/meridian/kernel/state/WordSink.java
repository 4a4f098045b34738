package io.meridian.kernel.state;

/** Takes state word by word: a snapshot writes the words down, a hash mixes them. */
@FunctionalInterface
public interface WordSink {
    void put(long word);
}
