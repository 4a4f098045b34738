package io.meridian.backtest.engine;

import io.meridian.kernel.state.CashAccounts;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.Names;
import io.meridian.kernel.state.Positions;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.value.Decimals;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** What a portfolio is worth: the kernel's positions and cash at the tape's last prices. */
final class Valuation {
    private final State state;
    private final List<Market.Line> lines;
    private final Name portfolio;
    private final Name currency;
    private final int moneyScale;
    private Market.Line[] byInstrument = new Market.Line[16];
    private double cash;
    private double gross;
    private double net;

    Valuation(State state, List<Market.Line> lines, String portfolio, String currency, int moneyScale) {
        this.state = state;
        this.lines = lines;
        this.portfolio = new Name(portfolio);
        this.currency = new Name(currency);
        this.moneyScale = moneyScale;
    }

    /** A text that has a number in the kernel once it was said there, and keeps it. */
    private final class Name {
        private final UnsafeBuffer text;
        private int number = -1;

        Name(String of) {
            text = new UnsafeBuffer(Arrays.copyOf(of.getBytes(StandardCharsets.US_ASCII), Names.LENGTH));
        }

        /** Below 0 while it has none. */
        int number() {
            if (number < 0) {
                number = state.names().find(text, 0, Names.LENGTH);
            }
            return number;
        }
    }

    double cash() {
        return cash;
    }

    double gross() {
        return gross;
    }

    double net() {
        return net;
    }

    void take() {
        cash = 0;
        gross = 0;
        net = 0;
        int of = portfolio.number();
        if (of < 0) {
            return;
        }
        CashAccounts accounts = state.books().cash();
        int account = accounts.find(of, currency.number());
        if (account != CashAccounts.NONE) {
            cash = Decimals.toDouble(accounts.balance(account), moneyScale);
        }
        Positions positions = state.books().positions();
        for (int i = 0; i < positions.count(); i++) {
            long quantity = positions.quantity(i);
            if (quantity != 0 && positions.portfolio(i) == of) {
                int instrument = positions.instrument(i);
                double held = Decimals.toDouble(quantity, state.instruments().quantityScale(instrument));
                double value = held * line(instrument).price();
                net += value;
                gross += Math.abs(value);
            }
        }
    }

    private Market.Line line(int instrument) {
        if (instrument >= byInstrument.length) {
            byInstrument = Arrays.copyOf(byInstrument, Math.max(instrument + 1, 2 * byInstrument.length));
        }
        Market.Line line = byInstrument[instrument];
        if (line == null) {
            Instruments instruments = state.instruments();
            String symbol = state.names().text(instruments.symbol(instrument));
            String venue = state.names().text(instruments.venue(instrument));
            line = lines.stream()
                    .filter(each -> each.listed.symbol().equals(symbol)
                            && each.listed.venue().equals(venue))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "a position in venue=" + venue + " symbol=" + symbol + ", which is not on the tape"));
            byInstrument[instrument] = line;
        }
        return line;
    }
}
