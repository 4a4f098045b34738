package io.meridian.storage.clickhouse;

import io.meridian.storage.StoreException;
import io.meridian.storage.StoreServer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the database is.
 *
 * @param server its address for HTTP, without the database
 * @param user who is let in
 */
record Address(String server, String database, String user, String password) {
    private static final String EXAMPLE = "storage.url=http://HOST:8123/DATABASE";

    /** Who a server lets in when nobody is named. */
    private static final String ANYBODY = "default";

    private static final Pattern URL =
            Pattern.compile("(https?://(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5})/([A-Za-z0-9_-]+)");

    /** @throws StoreException when it is none, or has what belongs elsewhere */
    static Address of(StoreServer server) {
        if (server == null || server.url() == null) {
            throw new StoreException("Where is the database of the store? Say it by the setting " + EXAMPLE + ".");
        }
        // What is wrong may be a password: it is not quoted.
        if (server.url().contains("@") || server.url().matches("(?i).*[?&](user|password)=.*")) {
            throw new StoreException("The setting storage.url has a user or a password in it. It is shown in logs: say"
                    + " them by storage.user and storage.password.");
        }
        Matcher url = URL.matcher(server.url());
        if (!url.matches()) {
            throw new StoreException("The setting storage.url must be like " + EXAMPLE + ", or with https and its port"
                    + " (8443), with letters, digits, _ and - in the name of the database.");
        }
        return new Address(
                url.group(1),
                url.group(2),
                server.user() == null ? ANYBODY : server.user(),
                server.password() == null ? "" : server.password());
    }

    /** Without the password. */
    @Override
    public String toString() {
        return server + "/" + database;
    }
}
