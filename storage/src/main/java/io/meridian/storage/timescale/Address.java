package io.meridian.storage.timescale;

import io.meridian.storage.StoreException;
import io.meridian.storage.StoreServer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the database is, in the words of people and of the driver. */
record Address(String place, String database, String jdbc, String user, String password) {
    private static final String EXAMPLE = "storage.url=postgresql://HOST:5432/DATABASE";

    /** Several hosts may stand there, as for a standby. Options of the driver may follow, such as {@code ?sslmode=require}. */
    private static final Pattern URL =
            Pattern.compile("(postgresql://[A-Za-z0-9._:,\\[\\]-]+/([A-Za-z0-9_-]+))(\\?[^\\s]*)?");

    /** @throws StoreException when it is none, or has what belongs elsewhere */
    static Address of(StoreServer server) {
        if (server == null || server.url() == null) {
            throw new StoreException("Where is the database of the store? Say it by the setting " + EXAMPLE + ".");
        }
        Matcher url = URL.matcher(server.url());
        String options = url.matches() ? url.group(3) : null;
        // Neither is quoted here: what is wrong may be a password.
        if (options != null && options.toLowerCase(Locale.ROOT).matches(".*[?&](user|password)=.*")
                || server.url().contains("@")) {
            throw new StoreException("The setting storage.url has a user or a password in it. It is shown in logs: say"
                    + " them by storage.user and storage.password.");
        }
        if (!url.matches()) {
            throw new StoreException("The setting storage.url must be like " + EXAMPLE + ", with letters, digits, _ and"
                    + " - in the name of the database.");
        }
        return new Address(url.group(1), url.group(2), "jdbc:" + server.url(), server.user(), server.password());
    }

    /** Who is let in, in a sentence. */
    String who() {
        return user == null ? "user " + System.getProperty("user.name") : "user " + user;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return place;
    }
}
