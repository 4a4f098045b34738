package io.meridian.marketfiles;

/** A file cannot be read as market data. The text says which, where in it, what is there and what is expected. */
public final class MarketDataException extends RuntimeException {
    public MarketDataException(String message) {
        super(message);
    }

    public MarketDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
