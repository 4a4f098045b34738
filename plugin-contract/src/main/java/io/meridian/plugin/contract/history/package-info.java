/**
 * Questions for the past of a topic of market data, and the pages of their answers, as values: what the messages {@code HistoryRequest} and
 * {@code HistoryPage} of the trading schema say. Whoever asks and whoever answers uses them; nothing here sends, waits or stores.
 */
package io.meridian.plugin.contract.history;
