/**
 * Where market data is kept: {@link io.meridian.storage.MarketStore} is what a database must do, and
 * {@link io.meridian.storage.MarketStores} finds one by its name. Where the data comes from, and who asks for it, is not its business; nor
 * does anything here name a database.
 */
package io.meridian.storage;
