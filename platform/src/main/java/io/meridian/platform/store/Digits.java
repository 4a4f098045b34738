package io.meridian.platform.store;

import io.meridian.plugin.contract.value.Decimal;

/** A number as a field of a question or an answer, with the digits it has; empty where there is none. */
final class Digits {
    private Digits() {}

    static String text(Decimal number) {
        return number == null ? "" : number.mantissa() + "/" + number.scale();
    }

    static Decimal number(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? null
                : new Decimal(Long.parseLong(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }
}
