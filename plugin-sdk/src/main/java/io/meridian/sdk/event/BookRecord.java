package io.meridian.sdk.event;

/** What a book says of a portfolio. */
public abstract sealed class BookRecord extends Event permits Position, Cash, NetAssetValue {
    BookRecord() {}

    public abstract String portfolio();
}
