package io.meridian.backtest.engine;

import io.meridian.sdk.event.MarketData;
import org.agrona.MutableDirectBuffer;

/** Market data of the past, in order of time. Can be read more than once. */
public interface Tape {
    /** What it is, for the report. */
    String description();

    /** Reads from a time on, up to another and without it; epoch nanoseconds. */
    Cursor open(long fromNs, long toNs);

    /** How many times as much is given to a plugin that asks for the past; more than once only to see what it then does. */
    default int times() {
        return 1;
    }

    /** Is told how much of what is before a run a plugin asked for; {@code Long.MAX_VALUE}: all there is. */
    default void asked(long backNs) {}

    /** What can be traded. @param tickSize prices are multiples of it @param lotSize quantities are multiples of it */
    record Listed(String venue, String symbol, String currency, double tickSize, double lotSize) {}

    /** A place on the tape. */
    interface Cursor extends AutoCloseable {
        /** Moves on to the next message. @return false at the end */
        boolean next();

        /** When it happened, epoch nanoseconds; never before the one before. */
        long timeNs();

        /** QUOTE, TRADE or BAR. */
        MarketData.Kind kind();

        /** The number of the instrument that it is of, from 0. */
        int listing();

        /** The instrument of a number. */
        Listed listed(int listing);

        /** How long the message is, of the trading schema with its header. */
        int length();

        /** Writes the message. */
        void write(MutableDirectBuffer buffer, int offset);

        @Override
        void close();
    }
}
