package io.meridian.storage.market;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import io.meridian.plugin.contract.value.Decimal;
import java.util.Collections;
import java.util.List;

/**
 * A quote, a trade or a bar as it came.
 *
 * @param came its number in order of coming among those of its kind
 * @param id the venue's number of a trade; else empty
 * @param numbers one for each field of the kind, in their order; null: there is none
 */
public record StoredRow(
        DataKind kind,
        long came,
        long timeNs,
        String venue,
        String symbol,
        String currency,
        String id,
        List<Decimal> numbers) {
    public StoredRow {
        if (numbers.size() != kind.fields().size()) {
            throw new IllegalArgumentException("numbers=" + numbers.size() + " of a row of kind=" + kind + " must be "
                    + kind.fields().size());
        }
        // Not a copy that refuses null: a number may be absent.
        numbers = Collections.unmodifiableList(numbers);
    }

    /** Null where there is none. */
    public Decimal number(Field field) {
        return numbers.get(kind.fields().indexOf(field));
    }
}
