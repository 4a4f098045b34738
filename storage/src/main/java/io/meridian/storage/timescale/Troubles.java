package io.meridian.storage.timescale;

import io.meridian.storage.StoreAwayException;
import io.meridian.storage.StoreException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** What the server or the driver says of a failure, in words that say what to do. */
final class Troubles {
    private Troubles() {}

    /** While connecting: all of it may be mended while this process waits. */
    static StoreException connecting(Address address, SQLException failed) {
        String why = switch (state(failed)) {
            case "28P01", "28000" ->
                "does not let " + address.who() + " in: " + message(failed)
                        + ". Check the settings storage.user and storage.password";
            case "3D000" ->
                "has no database '" + address.database() + "'. Make it (createdb " + address.database()
                        + "), or correct the setting storage.url";
            case "08001", "08004", "08006" ->
                "does not answer: " + message(failed) + ". Start it, or correct the setting storage.url";
            case "57P03" -> "is just starting or ending: " + message(failed) + ". Try again in a moment";
            case "53300" -> "has no connection left: " + message(failed) + ". Let it have more (max_connections)";
            case "42501" -> "forbids it: " + message(failed) + ". " + grant(address);
            default -> "cannot be used: " + message(failed);
        };
        return new StoreAwayException("The server of the store " + address + " " + why + ".", failed);
    }

    /** While working. */
    static StoreException working(String what, Address address, SQLException failed) {
        String head = what + " failed: ";
        String state = state(failed);
        return switch (state) {
            case "42501" -> new StoreException(head + message(failed) + ". " + grant(address) + ".", failed);
            case "22021" ->
                new StoreException(
                        head + "a text has a character that PostgreSQL cannot keep, such as NUL (" + message(failed)
                                + ").",
                        failed);
            case "53100" ->
                new StoreAwayException(
                        head + "the disk of the server " + address + " is full. Make room there.", failed);
            case "57014" ->
                new StoreAwayException(
                        head + "the server " + address
                                + " took too long. Something holds it up: look at its load, and at"
                                + " pg_stat_activity.",
                        failed);
            case "55P03" ->
                new StoreAwayException(head + "somebody reads what is to go. It goes when it is tried next.", failed);
            case "25006" ->
                new StoreAwayException(
                        head + "the database " + address
                                + " may only be read now, as a standby. Name the one that may be"
                                + " written (setting storage.url).",
                        failed);
            default ->
                isOfTheServer(state)
                        ? new StoreAwayException(
                                head + "the connection to " + address + " is lost, or the server has no means: "
                                        + message(failed) + ". Look whether it runs.",
                                failed)
                        : new StoreException(head + message(failed), failed);
        };
    }

    /** Whether it is not known what the server did: it did not answer, or was ending. The driver may think that such a connection is well. */
    static boolean isOfTheConnection(SQLException failed) {
        boolean answered = failed instanceof PSQLException ours && ours.getServerErrorMessage() != null;
        return !answered || state(failed).startsWith("08") || state(failed).startsWith("57P");
    }

    /** Connections, means, the operator, the system, and other transactions: no fault of what was asked. */
    private static boolean isOfTheServer(String state) {
        return state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.startsWith("40");
    }

    private static String grant(Address address) {
        return "Let an administrator run: GRANT CREATE ON DATABASE \"" + address.database() + "\" TO "
                + (address.user() == null ? "that user" : "\"" + address.user() + "\"")
                + "; or let " + address.who() + " own the schema '" + Tables.SCHEMA + "' and all in it";
    }

    private static String state(SQLException failed) {
        return failed.getSQLState() == null ? "" : failed.getSQLState();
    }

    private static String message(SQLException failed) {
        String text = String.valueOf(failed.getMessage()).strip().replace('\n', ' ');
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
