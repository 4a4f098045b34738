package io.meridian.plugin.contract.history;

/** Up to where the messages of one source of a topic had come to whoever answers: the highest sequence. */
public record HistoryMark(int source, long sequence) {}
