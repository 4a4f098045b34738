package io.meridian.manager.account;

import io.meridian.manager.act.Acts;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.db.Database;
import io.meridian.manager.db.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The local accounts. Passwords are kept as hashes alone. */
public final class Accounts {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{1,31}");
    private static final int SHORTEST_PASSWORD = 12;
    private static final int LONGEST_PASSWORD = 200;
    private static final String SELECT = "SELECT name, roles, disabled_at, created_by, created_at FROM account";

    private final Database database;
    private final Acts acts;
    private final InstantSource clock;
    private final Passwords passwords;
    private final Attempts attempts;

    /** One account, without its password. @param disabledAt null while it may log in */
    public record Account(String name, Set<Role> roles, Instant disabledAt, String createdBy, Instant createdAt) {}

    public Accounts(Database database, Acts acts, InstantSource clock, java.security.SecureRandom random) {
        this.database = database;
        this.acts = acts;
        this.clock = clock;
        passwords = new Passwords(random);
        attempts = new Attempts(clock);
    }

    public List<Account> all() {
        return database.read(rows -> rows.all(Accounts::read, SELECT + " ORDER BY name"));
    }

    public Optional<Account> find(String name) {
        return database.read(rows -> find(rows, name));
    }

    private static Optional<Account> find(Rows rows, String name) throws SQLException {
        return rows.first(Accounts::read, SELECT + " WHERE name = ?", name);
    }

    /** Makes one. */
    public Account create(Person by, String name, String password, Set<Role> roles) {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid("name=" + name + " must be 2 to 32 of a-z 0-9 . _ -, a letter first.");
        }
        requirePassword(name, password);
        String hash = passwords.hash(password);
        return database.write(rows -> {
            if (find(rows, name).isPresent()) {
                throw Refusal.conflict("There is an account '" + name + "' already.");
            }
            rows.change(
                    "INSERT INTO account (name, password, roles, created_by, created_at) VALUES (?, ?, ?, ?, ?)",
                    name,
                    hash,
                    text(roles),
                    by.name(),
                    clock.millis());
            acts.note(rows, by, "account.create", name, null, text(roles), "");
            return find(rows, name).orElseThrow();
        });
    }

    /** Changes what it may do, or whether it may log in. All its tokens end when it may not. */
    public Account change(Person by, String name, Set<Role> roles, Boolean disabled) {
        return database.write(rows -> {
            Account before = find(rows, name).orElseThrow(() -> missing(name));
            Set<Role> after = roles == null ? before.roles() : roles;
            boolean ends = disabled == null ? before.disabledAt() != null : disabled;
            if (before.roles().contains(Role.ADMIN)
                    && (ends || !after.contains(Role.ADMIN))
                    && isLastAdmin(rows, name)) {
                throw Refusal.conflict("'" + name + "' is the last account that can manage accounts."
                        + " Give another one the role ADMIN first.");
            }
            rows.change(
                    "UPDATE account SET roles = ?, disabled_at = ? WHERE name = ?",
                    text(after),
                    ends ? clock.millis() : null,
                    name);
            if (ends) {
                rows.change("DELETE FROM token WHERE account = ?", name);
            }
            acts.note(rows, by, "account.change", name, describe(before), text(after) + (ends ? " disabled" : ""), "");
            return find(rows, name).orElseThrow();
        });
    }

    private static String describe(Account account) {
        return text(account.roles()) + (account.disabledAt() == null ? "" : " disabled");
    }

    private static boolean isLastAdmin(Rows rows, String name) throws SQLException {
        return rows.all(Accounts::read, SELECT + " WHERE disabled_at IS NULL").stream()
                .noneMatch(account ->
                        account.roles().contains(Role.ADMIN) && !account.name().equals(name));
    }

    /** Gives it another password; its logins end, its tokens for programs stay. */
    public void setPassword(Person by, String name, String password) {
        requirePassword(name, password);
        String hash = passwords.hash(password);
        database.write(rows -> {
            if (rows.change("UPDATE account SET password = ? WHERE name = ?", hash, name) == 0) {
                throw missing(name);
            }
            rows.change("DELETE FROM token WHERE account = ? AND session = 1", name);
            acts.note(rows, by, "account.password", name, null, null, "");
            return null;
        });
    }

    /**
     * Whether this is the password of an account that may log in.
     *
     * @throws Refusal when it is not, or too many wrong ones were tried; both sound the same for accounts that do not exist
     */
    public Account login(String name, String password) {
        Duration wait = attempts.wait(name);
        if (!wait.isZero()) {
            throw Refusal.forbidden("Too many wrong passwords. Try again in " + (wait.toSeconds() + 1) + " s.");
        }
        Optional<Account> account = find(name);
        String hash = account.isEmpty()
                ? null
                : database.read(
                        rows -> rows.first(row -> row.getString(1), "SELECT password FROM account WHERE name = ?", name)
                                .orElse(null));
        String tried = password.length() > LONGEST_PASSWORD ? "" : password;
        if (!passwords.matches(tried, hash)
                || account.isEmpty()
                || account.get().disabledAt() != null) {
            attempts.failed(name);
            // Of accounts that exist alone: nobody fills the record by making up names.
            if (account.isPresent()) {
                acts.note(new Person(name, Set.of(), ""), "session.refused", name, null, null, "");
            }
            throw Refusal.forbidden("The name or the password is wrong.");
        }
        attempts.succeeded(name);
        return account.get();
    }

    private static void requirePassword(String name, String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw Refusal.invalid("A password has " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters.");
        }
        if (password.toLowerCase(Locale.ROOT).contains(name)
                || password.chars().distinct().count() < SHORTEST_PASSWORD / 2) {
            throw Refusal.invalid(
                    "This password is too easy to guess: it has the name in it, or few different characters.");
        }
    }

    private static Refusal missing(String name) {
        return Refusal.unknown("There is no account '" + name + "'.");
    }

    private static Account read(ResultSet row) throws SQLException {
        long millis = row.getLong(3);
        Instant disabledAt = row.wasNull() ? null : Instant.ofEpochMilli(millis);
        return new Account(
                row.getString(1),
                roles(row.getString(2)),
                disabledAt,
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)));
    }

    static String text(Set<Role> roles) {
        return roles.stream().sorted().map(Role::name).collect(Collectors.joining(","));
    }

    static Set<Role> roles(String text) {
        return text.isEmpty()
                ? Set.of()
                : Arrays.stream(text.split(","))
                        .map(Role::valueOf)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    }
}
