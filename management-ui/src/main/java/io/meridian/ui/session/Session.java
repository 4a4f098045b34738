package io.meridian.ui.session;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One login in one browser. */
public final class Session {
    private final Login login;
    private final String key;
    private final String csrf;
    private final Instant expiresAt;
    private final Set<Runnable> atEnd = ConcurrentHashMap.newKeySet();
    private volatile List<String> roles;
    private volatile Instant usedAt;
    private volatile boolean ended;

    Session(Login login, String key, String csrf, Instant now, Instant expiresAt) {
        this.login = login;
        this.key = key;
        this.csrf = csrf;
        this.expiresAt = expiresAt;
        roles = login.roles();
        usedAt = now;
    }

    public String name() {
        return login.name();
    }

    /** What this person may do, as the manager said last. */
    public List<String> roles() {
        return roles;
    }

    public void setRoles(List<String> now) {
        roles = List.copyOf(now);
    }

    /** For the manager alone. */
    public String token() {
        return login.token();
    }

    public String deployment() {
        return login.deployment();
    }

    public String mode() {
        return login.mode();
    }

    /** What our own page shows with each change, and no other page knows. */
    public String csrf() {
        return csrf;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    public boolean isEnded() {
        return ended;
    }

    /** Runs {@code action} when this ends; at once when it has. @return takes it back */
    public Runnable whenEnded(Runnable action) {
        atEnd.add(action);
        if (ended && atEnd.remove(action)) {
            action.run();
        }
        return () -> atEnd.remove(action);
    }

    String key() {
        return key;
    }

    Instant usedAt() {
        return usedAt;
    }

    void use(Instant now) {
        usedAt = now;
    }

    void end() {
        ended = true;
        for (Runnable action : atEnd) {
            if (atEnd.remove(action)) {
                action.run();
            }
        }
    }
}
