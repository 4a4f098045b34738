package io.meridian.ui.session;

import java.time.Instant;
import java.util.List;

/**
 * What the manager said when somebody logged in.
 *
 * @param token that stands for this person at the manager; never leaves the gateway
 * @param tokenId by which the manager calls it
 * @param expiresAt when the manager takes it no more
 */
public record Login(
        String name,
        List<String> roles,
        String token,
        String tokenId,
        Instant expiresAt,
        String deployment,
        String mode) {}
