package io.meridian.marketfiles;

import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.value.Decimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/** Reads a CSV file of instruments. */
final class Instruments {
    private static final int MOST_SETTLEMENT_DAYS = 30;
    private static final int LONGEST_TITLE = 200;

    private Instruments() {}

    static boolean isOfInstruments(Path path, FileOptions options) {
        try (CsvLines lines = new CsvLines(path, options)) {
            return lines.columns().isOfInstruments();
        }
    }

    /** Bad rows are errors here, whatever the options say: without its instrument, data is of no use. */
    static void read(Path path, FileOptions options, Consumer<InstrumentDefinition> to) {
        try (CsvLines lines = new CsvLines(path, options)) {
            Reader reader = new Reader(lines, options);
            while (lines.next()) {
                try {
                    to.accept(reader.read());
                } catch (BadRow bad) {
                    throw new MarketDataException(
                            "file=" + path + " line=" + lines.line().number() + " " + bad.getMessage());
                }
            }
        }
    }

    /** What a file could say of an instrument as well. @throws BadRow when none could */
    static InstrumentDefinition checked(
            String venue,
            String symbol,
            String currency,
            InstrumentKind kind,
            Decimal tickSize,
            Decimal lotSize,
            int settlementDays,
            String title) {
        if (kind == InstrumentKind.NULL_VAL) {
            throw new BadRow("column=" + Columns.KIND + ": there is none");
        }
        if (settlementDays < 0 || settlementDays > MOST_SETTLEMENT_DAYS) {
            throw new BadRow("column=" + Columns.SETTLEMENT_DAYS + " value=" + settlementDays
                    + ": expected a whole number from 0 to " + MOST_SETTLEMENT_DAYS);
        }
        String named = title.isBlank() ? symbol : title;
        return new InstrumentDefinition(
                venue,
                symbol,
                currency,
                kind,
                tickSize,
                lotSize,
                settlementDays,
                named.length() > LONGEST_TITLE ? named.substring(0, LONGEST_TITLE) : named);
    }

    private record Reader(CsvLines lines, FileOptions options) {
        InstrumentDefinition read() {
            int fields = lines.line().count();
            if (fields != lines.columns().count()) {
                throw new BadRow("fields=" + fields + ": expected as many as there are columns, "
                        + lines.columns().count());
            }
            String symbol = name(Columns.SYMBOL, Names.SYMBOL, "");
            return new InstrumentDefinition(
                    name(Columns.VENUE, Names.VENUE, options.venue()),
                    symbol,
                    name(Columns.CURRENCY, Names.CURRENCY, options.currency()),
                    kind(),
                    step(Columns.TICK_SIZE),
                    step(Columns.LOT_SIZE),
                    settlementDays(),
                    title(symbol));
        }

        private String text(String column, String otherwise) {
            int index = lines.columns().index(column);
            String text = index < 0 ? "" : lines.line().string(index);
            return text.isEmpty() ? otherwise : text;
        }

        private String name(String column, int maxLength, String otherwise) {
            return new Names(maxLength).find(column, text(column, otherwise));
        }

        private InstrumentKind kind() {
            String text = text(Columns.KIND, InstrumentKind.EQUITY.name());
            return Arrays.stream(InstrumentKind.values())
                    .filter(kind -> kind != InstrumentKind.NULL_VAL)
                    .filter(kind -> kind.name().equals(text.toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new BadRow(
                            Columns.KIND,
                            text,
                            "expected one of "
                                    + Arrays.stream(InstrumentKind.values())
                                            .filter(kind -> kind != InstrumentKind.NULL_VAL)
                                            .toList()));
        }

        private Decimal step(String column) {
            String text = text(column, "1");
            NumberText number = new NumberText();
            String problem = number.parse(text.toCharArray(), 0, text.length());
            if (problem == null && number.mantissa() <= 0) {
                problem = "expected more than zero";
            }
            if (problem != null) {
                throw new BadRow(column, text, problem);
            }
            return new Decimal(number.mantissa(), number.scale());
        }

        private int settlementDays() {
            String text = text(Columns.SETTLEMENT_DAYS, "1");
            if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) > MOST_SETTLEMENT_DAYS) {
                throw new BadRow(
                        Columns.SETTLEMENT_DAYS, text, "expected a whole number from 0 to " + MOST_SETTLEMENT_DAYS);
            }
            return Integer.parseInt(text);
        }

        private String title(String symbol) {
            String text = text(Columns.TITLE, symbol);
            if (text.length() > LONGEST_TITLE) {
                throw new BadRow(Columns.TITLE, text, "expected at most " + LONGEST_TITLE + " characters");
            }
            return text;
        }
    }
}
