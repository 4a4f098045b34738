/**
 * What is kept of trading: each event of an order, each fill, and what portfolios hold and are worth, as they were told. The tables and their SQL are
 * the same on every engine. Nothing here knows the bus, or opens a database.
 */
package io.meridian.storage.trading;
