package io.meridian.ui.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * All logins. What a browser keeps is a random number that is made anew with each login, so a number that somebody else planted in the browser never
 * becomes one; here only its hash is kept.
 */
public final class Sessions {
    private static final int MOST = 2_000;
    private static final int BYTES = 32;

    private final Duration idle;
    private final Duration limit;
    private final InstantSource clock;
    private final Consumer<Session> logout;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> byKey = new ConcurrentHashMap<>();

    /** A new one. @param secret what the browser keeps; it is said this once */
    public record Begun(Session session, String secret) {}

    /** @param logout tells the manager that a login is over */
    public Sessions(Duration idle, Duration limit, InstantSource clock, Consumer<Session> logout) {
        this.idle = idle;
        this.limit = limit;
        this.clock = clock;
        this.logout = logout;
    }

    /** Begins one; empty when there are too many. */
    public Optional<Begun> begin(Login login) {
        if (byKey.size() >= MOST) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Instant own = now.plus(limit);
        String secret = secret();
        Session session = new Session(
                login, key(secret), secret(), now, own.isBefore(login.expiresAt()) ? own : login.expiresAt());
        byKey.put(session.key(), session);
        return Optional.of(new Begun(session, secret));
    }

    /** The one that a browser keeps the secret of, if it still lasts. */
    public Optional<Session> find(String secret) {
        Session session = secret == null || secret.length() > 2 * BYTES ? null : byKey.get(key(secret));
        if (session != null && isOver(session)) {
            end(session);
            return Optional.empty();
        }
        return Optional.ofNullable(session);
    }

    /** Somebody did something in it. */
    public void use(Session session) {
        session.use(clock.instant());
    }

    /** Ends it here and at the manager, and all that goes on in it. */
    public void end(Session session) {
        if (byKey.remove(session.key(), session)) {
            session.end();
            logout.accept(session);
        }
    }

    /** Ends those whose time is over; does not wait for the manager to hear of it. */
    public void sweep() {
        byKey.values().stream().filter(this::isOver).forEach(session -> Thread.startVirtualThread(() -> end(session)));
    }

    public List<Session> all() {
        return List.copyOf(byKey.values());
    }

    public Duration idle() {
        return idle;
    }

    private boolean isOver(Session session) {
        Instant now = clock.instant();
        return !now.isBefore(session.expiresAt())
                || !now.isBefore(session.usedAt().plus(idle));
    }

    private String secret() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String key(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
