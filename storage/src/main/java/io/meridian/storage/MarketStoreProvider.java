package io.meridian.storage;

/** An engine under {@link MarketStore}, found as a service ({@link java.util.ServiceLoader}). */
public interface MarketStoreProvider {
    /** What the setting {@code storage.backend} calls it: small letters and digits. */
    String name();

    /**
     * Opens the store, new if there is none.
     *
     * @throws StoreException when it cannot be used
     * @throws StoreInUseException when another process has it, and only one can
     */
    MarketStore open(StoreOptions options);
}
