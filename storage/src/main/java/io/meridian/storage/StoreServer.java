package io.meridian.storage;

/**
 * Where the server of a store is, and who it is to let in.
 *
 * @param url as the engine wants it
 * @param user null: that of this process
 * @param password null: none
 */
public record StoreServer(String url, String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return url + (user == null ? "" : " as " + user);
    }
}
