package io.meridian.storage.clickhouse;

import com.clickhouse.client.api.ServerException;
import io.meridian.storage.StoreAwayException;
import io.meridian.storage.StoreException;

/** What the server or the client says of a failure, in words that say what to do. The numbers are those of ClickHouse. */
final class Troubles {
    static final int UNKNOWN_TABLE = 60;
    static final int TABLE_ALREADY_EXISTS = 57;

    private Troubles() {}

    static StoreException of(String what, Address address, Throwable failed) {
        ServerException refused = refusal(failed);
        if (refused == null) {
            return new StoreAwayException(
                    what + " failed: the server of the store " + address + " does not answer: " + deepest(failed)
                            + ". Start it, look whether it is overloaded, or correct the setting storage.url.",
                    failed);
        }
        String message = message(refused);
        String head = what + " failed: ";
        String server = "The server of the store " + address + " ";
        return switch (refused.getCode()) {
            case 192, 193, 194, 516 ->
                new StoreAwayException(
                        server + "does not let user " + address.user() + " in: " + message
                                + ". Check the settings storage.user and storage.password.",
                        failed);
            case 81 ->
                new StoreAwayException(
                        server + "has no database '" + address.database() + "'. Make it (CREATE DATABASE `"
                                + address.database() + "`), or correct the setting storage.url.",
                        failed);
            case 497 ->
                new StoreException(
                        head + message + ". Let an administrator run: GRANT SELECT, INSERT, ALTER, CREATE TABLE, DROP"
                                + " TABLE ON `" + address.database() + "`.* TO `" + address.user() + "`.",
                        failed);
            case 75, 243 ->
                new StoreAwayException(
                        head + "the disk of the server " + address + " is full, or cannot be written: " + message
                                + ". Make room there.",
                        failed);
            case 252 ->
                new StoreAwayException(
                        head + "the server " + address + " has more parts than it merges: " + message
                                + ". It goes on by itself when it has caught up; larger batches (setting"
                                + " storage.batch.rows, storage.batch.time) help.",
                        failed);
            case 159, 160, 202, 209, 210, 236, 241, 242, 394, 439, 735 ->
                new StoreAwayException(
                        head + "the server " + address + " has no time, no memory or no room for it now: " + message
                                + ". Look at its load.",
                        failed);
            case 0 ->
                new StoreAwayException(
                        server + "does not answer as ClickHouse does: " + message
                                + ". Is it the port for HTTP (8123, with TLS 8443)? Correct the setting storage.url.",
                        failed);
            default -> new StoreException(head + message, failed);
        };
    }

    /** What the server answered; null: nothing, or not to the end. */
    static ServerException refusal(Throwable failed) {
        for (Throwable each = failed; each != null; each = each.getCause()) {
            if (each instanceof ServerException refused) {
                return refused;
            }
        }
        return null;
    }

    /** Whether it is the server's refusal with this number. */
    static boolean is(int code, StoreException failed) {
        ServerException refused = refusal(failed);
        return refused != null && refused.getCode() == code;
    }

    private static String deepest(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : clean(cause.getMessage());
    }

    private static String message(ServerException refused) {
        return clean(String.valueOf(refused.getMessage()).replaceAll("\\s*\\(queryId=[^)]*\\)", ""));
    }

    private static String clean(String text) {
        String line = text.strip().replace('\n', ' ');
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
