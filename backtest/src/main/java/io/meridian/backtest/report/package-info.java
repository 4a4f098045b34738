/**
 * A result as a page ({@link io.meridian.backtest.report.HtmlReport}), as JSON and as a text for the terminal. Everything is a text made from
 * records: no files, no clock, no computing of figures. What comes from outside is escaped in {@link io.meridian.backtest.report.Html} only.
 */
package io.meridian.backtest.report;
