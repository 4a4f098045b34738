package io.meridian.plugins.compliance;

import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.TargetWeightsDecoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;
import io.meridian.plugins.compliance.Wanted.Place;
import io.meridian.sdk.Listing;
import io.meridian.sdk.event.NetAssetValue;
import io.meridian.sdk.event.TargetWeights;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes quantities of weights. A weight waits while its price, or what the portfolio is worth, is not known. */
final class Spreads {
    private final Map<String, Worth> worths = new LinkedHashMap<>();
    private final Map<String, Spread> waiting = new LinkedHashMap<>();

    /** An amount of money. */
    private record Worth(BigDecimal amount, String currency) {
        void save(DataOutput out) throws IOException {
            out.writeUTF(amount.toString());
            out.writeUTF(currency);
        }

        static Worth load(DataInput in) throws IOException {
            return new Worth(new BigDecimal(in.readUTF()), in.readUTF());
        }
    }

    /** Weights of a portfolio; a capital of null is what the portfolio is worth. */
    private record Spread(String model, Worth capital, Map<Listing, BigDecimal> weights) {}

    void heard(NetAssetValue value) {
        long mantissa = value.decoder().value().mantissa();
        if (value.view() != BookView.SETTLED && !Decimals.isAbsent(mantissa)) {
            BigDecimal amount =
                    BigDecimal.valueOf(mantissa, value.decoder().value().scale());
            worths.put(
                    value.portfolio(), new Worth(amount, value.decoder().value().currency()));
        }
    }

    /** Takes on the weights of a portfolio in place of those before. Gives what is named, in their order. */
    List<Listing> take(TargetWeights message) {
        TargetWeightsDecoder decoder = message.decoder();
        long mantissa = decoder.capital().mantissa();
        Worth capital = mantissa == DecimalDecoder.mantissaNullValue()
                ? null
                : new Worth(
                        BigDecimal.valueOf(mantissa, decoder.capital().scale()),
                        decoder.capital().currency());
        Map<Listing, BigDecimal> weights = new LinkedHashMap<>();
        decoder.sbeRewind();
        for (TargetWeightsDecoder.TargetsDecoder each : decoder.targets()) {
            weights.put(
                    new Listing(each.venue(), each.symbol()),
                    Decimal.read(each.weight()).toBigDecimal());
        }
        List<Listing> named = List.copyOf(weights.keySet());
        waiting.put(message.portfolio(), new Spread(message.model(), capital, weights));
        return named;
    }

    /** A target for one instrument is newer than its weight. */
    void forget(Place place) {
        Spread spread = waiting.get(place.portfolio());
        if (spread != null) {
            spread.weights().remove(place.listing());
        }
    }

    /** What can be made of weights now; it waits no more. */
    List<Wanted> ready(Market market) {
        List<Wanted> ready = new ArrayList<>();
        for (Map.Entry<String, Spread> each : waiting.entrySet()) {
            Spread spread = each.getValue();
            Worth capital = spread.capital() == null ? worths.get(each.getKey()) : spread.capital();
            spread.weights().entrySet().removeIf(weight -> {
                Market.State state = market.of(weight.getKey());
                BigDecimal price = state.price();
                boolean known = capital != null
                        && price != null
                        && price.signum() > 0
                        && capital.currency().equals(state.currency());
                if (known) {
                    ready.add(new Wanted(
                            new Place(each.getKey(), weight.getKey()),
                            spread.model(),
                            state.currency(),
                            quantity(weight.getValue(), capital.amount(), price, state),
                            null,
                            0));
                }
                return known;
            });
        }
        waiting.values().removeIf(spread -> spread.weights().isEmpty());
        return ready;
    }

    private static BigDecimal quantity(BigDecimal weight, BigDecimal capital, BigDecimal price, Market.State state) {
        BigDecimal exact = weight.multiply(capital).divide(price.multiply(state.multiplier()), MathContext.DECIMAL128);
        return Plan.onLot(exact, state.lot() == null ? BigDecimal.ONE : state.lot());
    }

    /** How many weights wait. */
    int waiting() {
        int weights = 0;
        for (Spread spread : waiting.values()) {
            weights += spread.weights().size();
        }
        return weights;
    }

    /** What the first of them lacks. */
    String lacks(Market market) {
        for (Map.Entry<String, Spread> each : waiting.entrySet()) {
            for (Listing listing : each.getValue().weights().keySet()) {
                Place place = new Place(each.getKey(), listing);
                Worth own = each.getValue().capital();
                Worth capital = own == null ? worths.get(each.getKey()) : own;
                Market.State state = market.of(listing);
                if (capital == null) {
                    return place + " lacks the portfolio's net asset value";
                }
                return state.price() == null
                        ? place + " lacks a price"
                        : place + " is in " + state.currency() + " and its capital in " + capital.currency()
                                + ", which is not converted";
            }
        }
        return "";
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(worths.size());
        for (Map.Entry<String, Worth> worth : worths.entrySet()) {
            out.writeUTF(worth.getKey());
            worth.getValue().save(out);
        }
        out.writeInt(waiting.size());
        for (Map.Entry<String, Spread> each : waiting.entrySet()) {
            Spread spread = each.getValue();
            out.writeUTF(each.getKey());
            out.writeUTF(spread.model());
            out.writeBoolean(spread.capital() != null);
            if (spread.capital() != null) {
                spread.capital().save(out);
            }
            out.writeInt(spread.weights().size());
            for (Map.Entry<Listing, BigDecimal> weight : spread.weights().entrySet()) {
                new Place(each.getKey(), weight.getKey()).save(out);
                out.writeUTF(weight.getValue().toString());
            }
        }
    }

    void load(DataInput in) throws IOException {
        worths.clear();
        waiting.clear();
        for (int left = in.readInt(); left > 0; left--) {
            worths.put(in.readUTF(), Worth.load(in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            String portfolio = in.readUTF();
            String model = in.readUTF();
            Worth capital = in.readBoolean() ? Worth.load(in) : null;
            Map<Listing, BigDecimal> weights = new LinkedHashMap<>();
            for (int weight = in.readInt(); weight > 0; weight--) {
                weights.put(Place.load(in).listing(), new BigDecimal(in.readUTF()));
            }
            waiting.put(portfolio, new Spread(model, capital, weights));
        }
    }
}
