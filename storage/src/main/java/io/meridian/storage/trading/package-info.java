/**
 * What is kept as it was told: each event of an order, each fill, what portfolios hold and are worth and were to hold, what models expected, and how
 * sidecars and their plugins were. The tables and their SQL are the same on every engine. Nothing here knows the bus, or opens a database.
 */
package io.meridian.storage.trading;
