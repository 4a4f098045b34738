package io.meridian.kernel.report;

import org.agrona.DirectBuffer;

/** Takes messages of the trading schema. */
@FunctionalInterface
public interface Reports {
    /**
     * A message, header first. Its bytes are valid during the call only.
     *
     * @param template of the message
     * @param portfolio the number of the portfolio's name, which says the topic
     */
    void onReport(int template, int portfolio, DirectBuffer buffer, int offset, int length);
}
