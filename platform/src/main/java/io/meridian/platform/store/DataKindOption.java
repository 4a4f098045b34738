package io.meridian.platform.store;

import io.meridian.marketfiles.DataKind;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes {@code trade}, and {@code trades} as other commands call them. */
final class DataKindOption implements ITypeConverter<DataKind> {
    @Override
    public DataKind convert(String text) {
        for (DataKind kind : DataKind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            if (text.equalsIgnoreCase(name) || text.equalsIgnoreCase(name + "s")) {
                return kind;
            }
        }
        throw new TypeConversionException("expected some of quotes, trades, bars but was '" + text + "'");
    }
}
