package io.meridian.manager.account;

import io.meridian.manager.act.Acts;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.basis.Sha256;
import io.meridian.manager.db.Database;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a login or a program shows with each request. Only hashes are kept, so a copy of the database lets nobody in. */
public final class Tokens {
    /** How long a login lasts. */
    public static final Duration SESSION = Duration.ofHours(12);

    private static final String PREFIX = "mrd_";
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final String SELECT = "SELECT id, account, label, session, roles, created_at, expires_at FROM token";

    private final Database database;
    private final Acts acts;
    private final InstantSource clock;
    private final SecureRandom random;

    /** One token, without its secret. */
    public record Token(
            String id,
            String account,
            String label,
            boolean session,
            Set<Role> roles,
            Instant createdAt,
            Instant expiresAt) {}

    /** A new one. @param secret what is to be shown; it is said this once */
    public record Issued(Token token, String secret) {}

    public Tokens(Database database, Acts acts, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.acts = acts;
        this.clock = clock;
        this.random = random;
    }

    /** For a login. */
    public Issued session(Accounts.Account account) {
        Person person = new Person(account.name(), account.roles(), "");
        return issue(person, account.name(), "login", true, account.roles(), SESSION);
    }

    /** For a program. It may do what its owner may, or less. */
    public Issued create(Person by, String label, Set<Role> roles, Duration lasts) {
        if (label.isBlank() || label.length() > 100) {
            throw Refusal.invalid("A token needs a label of 1 to 100 characters that says what it is for.");
        }
        if (lasts.compareTo(Duration.ofMinutes(1)) < 0 || lasts.compareTo(LONGEST) > 0) {
            throw Refusal.invalid("A token lasts 1 minute to " + LONGEST.toDays() + " days.");
        }
        if (!by.roles().containsAll(roles)) {
            throw Refusal.forbidden("A token cannot have roles that its owner lacks: "
                    + Accounts.text(
                            roles.stream().filter(role -> !by.is(role)).collect(java.util.stream.Collectors.toSet()))
                    + ".");
        }
        return issue(by, by.name(), label, false, roles, lasts);
    }

    private Issued issue(Person by, String account, String label, boolean session, Set<Role> roles, Duration lasts) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Token token = new Token(
                UUID.randomUUID().toString(), account, label, session, Set.copyOf(roles), now, now.plus(lasts));
        database.write(rows -> {
            rows.change("DELETE FROM token WHERE expires_at < ?", now.toEpochMilli());
            rows.change(
                    "INSERT INTO token (id, account, secret_hash, label, session, roles, created_at, expires_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    token.id(),
                    account,
                    Sha256.hex(secret),
                    label,
                    session ? 1L : 0L,
                    Accounts.text(roles),
                    now.toEpochMilli(),
                    token.expiresAt().toEpochMilli());
            acts.note(rows, by, session ? "session.begin" : "token.create", account, null, label, "");
            return null;
        });
        return new Issued(token, secret);
    }

    /** Whose this is, if it is one that is good now. */
    public Optional<Person> person(String secret) {
        if (!secret.startsWith(PREFIX) || secret.length() > 100) {
            return Optional.empty();
        }
        return database.read(rows -> rows.first(
                row -> new Person(row.getString(1), both(row.getString(2), row.getString(3)), row.getString(4)),
                "SELECT a.name, a.roles, t.roles, t.id FROM token t JOIN account a ON a.name = t.account"
                        + " WHERE t.secret_hash = ? AND t.expires_at > ? AND a.disabled_at IS NULL",
                Sha256.hex(secret),
                clock.millis()));
    }

    /** A role that was taken from the account is gone from its tokens, too. */
    private static Set<Role> both(String account, String token) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(Accounts.roles(account));
        roles.retainAll(Accounts.roles(token));
        return roles;
    }

    public List<Token> of(String account) {
        return database.read(rows -> rows.all(
                Tokens::read,
                SELECT + " WHERE account = ? AND expires_at > ? ORDER BY created_at, id",
                account,
                clock.millis()));
    }

    /** Ends one of a person's own; an admin ends anybody's. */
    public void end(Person by, String id) {
        database.write(rows -> {
            Token token = rows.first(Tokens::read, SELECT + " WHERE id = ?", id)
                    .filter(found -> found.account().equals(by.name()) || by.is(Role.ADMIN))
                    .orElseThrow(() -> Refusal.unknown("There is no token '" + id + "' of yours."));
            rows.change("DELETE FROM token WHERE id = ?", id);
            acts.note(
                    rows, by, token.session() ? "session.end" : "token.end", token.account(), token.label(), null, "");
            return null;
        });
    }

    private static Token read(ResultSet row) throws SQLException {
        return new Token(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4) != 0,
                Accounts.roles(row.getString(5)),
                Instant.ofEpochMilli(row.getLong(6)),
                Instant.ofEpochMilli(row.getLong(7)));
    }
}
