package io.meridian.storage.clickhouse;

import io.meridian.storage.StoreException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server is. */
record ServerFacts(String version) {
    /** Older ones lack something that is used here, or do it otherwise: lightweight deletes in a partition came last. */
    private static final int OLDEST_YEAR = 24;

    private static final int OLDEST_MONTH = 3;
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\b.*");

    /** @throws StoreException when it is too old */
    static ServerFacts of(Database database) {
        String version = database.rows("Looking at the server", "version()", RowReader::text)
                .getFirst();
        return of(version, database.address());
    }

    static ServerFacts of(String version, Address address) {
        Matcher number = VERSION.matcher(version);
        if (number.matches()) {
            int year = Integer.parseInt(number.group(1));
            if (year < OLDEST_YEAR || year == OLDEST_YEAR && Integer.parseInt(number.group(2)) < OLDEST_MONTH) {
                throw new StoreException("The server of the store " + address + " is ClickHouse " + version
                        + ", and a store needs " + OLDEST_YEAR + "." + OLDEST_MONTH
                        + " or newer. Bring it up to date, or name another one (setting storage.url).");
            }
        }
        return new ServerFacts(version);
    }

    String description() {
        return "ClickHouse " + version
                + ": rows lie in partitions of an hour, and old ones are dropped whole. Minutes of"
                + " trades are summed up";
    }
}
