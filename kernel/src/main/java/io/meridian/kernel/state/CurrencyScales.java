package io.meridian.kernel.state;

/**
 * How many digits after the point the kernel keeps of a currency's amounts: 6, or 4 where one unit is worth little, or 8 where it
 * is worth much. Amounts reach 9.2 times 10^18 divided by 10^scale. These are part of what a journal means.
 */
public final class CurrencyScales {
    private static final int USUAL = 6;
    private static final String[] FOUR = {"JPY", "KRW", "IDR", "VND", "CLP", "COP", "HUF", "IRR", "LAK", "PYG", "UZS"};
    private static final String[] EIGHT = {"BTC", "XBT", "ETH", "WBTC", "BNB", "SOL", "LTC", "BCH"};
    private static final long[] FOUR_WORDS = words(FOUR);
    private static final long[] EIGHT_WORDS = words(EIGHT);

    private CurrencyScales() {}

    /** @param currency its eight bytes, the first one lowest */
    public static int of(long currency) {
        for (long word : FOUR_WORDS) {
            if (word == currency) {
                return 4;
            }
        }
        for (long word : EIGHT_WORDS) {
            if (word == currency) {
                return 8;
            }
        }
        return USUAL;
    }

    public static int of(String currency) {
        return of(words(new String[] {currency})[0]);
    }

    private static long[] words(String[] currencies) {
        long[] words = new long[currencies.length];
        for (int i = 0; i < words.length; i++) {
            for (int j = 0; j < currencies[i].length(); j++) {
                words[i] |= (long) currencies[i].charAt(j) << j * 8;
            }
        }
        return words;
    }
}
