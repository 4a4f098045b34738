package io.meridian.storage;

/** An engine under {@link MarketStore}, found as a service ({@link java.util.ServiceLoader}). */
public interface MarketStoreProvider {
    /** What the setting {@code storage.backend} calls it: small letters and digits. */
    String name();

    /**
     * What people call a store: its folder, or where its server is. Two that are called the same are the same.
     *
     * @throws StoreException when the options do not say where it is
     */
    String place(StoreOptions options);

    /**
     * Opens the store, new if there is none.
     *
     * @throws StoreException when it cannot be used
     * @throws StoreInUseException when another process has it, and only one can
     */
    MarketStore open(StoreOptions options);
}
