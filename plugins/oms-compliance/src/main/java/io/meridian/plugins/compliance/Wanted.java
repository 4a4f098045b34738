package io.meridian.plugins.compliance;

import io.meridian.sdk.Listing;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * How much of an instrument a portfolio is to hold.
 *
 * @param quantity     negative is short
 * @param limitPrice   not to be traded beyond; null: at the market
 * @param completeByNs when it is to be done, epoch nanoseconds; 0: at once
 */
record Wanted(
        Place place, String model, String currency, BigDecimal quantity, BigDecimal limitPrice, long completeByNs) {
    /** An instrument in a portfolio. */
    record Place(String portfolio, Listing listing) {
        static Place of(String portfolio, String venue, String symbol) {
            return new Place(portfolio, new Listing(venue, symbol));
        }

        @Override
        public String toString() {
            return portfolio + " " + listing.venue() + "." + listing.symbol();
        }

        void save(DataOutput out) throws IOException {
            out.writeUTF(portfolio);
            out.writeUTF(listing.venue());
            out.writeUTF(listing.symbol());
        }

        static Place load(DataInput in) throws IOException {
            return of(in.readUTF(), in.readUTF(), in.readUTF());
        }
    }

    void save(DataOutput out) throws IOException {
        place.save(out);
        out.writeUTF(model);
        out.writeUTF(currency);
        out.writeUTF(quantity.toString());
        out.writeUTF(limitPrice == null ? "" : limitPrice.toString());
        out.writeLong(completeByNs);
    }

    static Wanted load(DataInput in) throws IOException {
        Place place = Place.load(in);
        String model = in.readUTF();
        String currency = in.readUTF();
        BigDecimal quantity = new BigDecimal(in.readUTF());
        String limit = in.readUTF();
        return new Wanted(
                place, model, currency, quantity, limit.isEmpty() ? null : new BigDecimal(limit), in.readLong());
    }
}
