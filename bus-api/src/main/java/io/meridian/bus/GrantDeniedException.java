package io.meridian.bus;

import io.meridian.bus.grant.Decision;

/** No grant allows what was asked. The message names the rule that decided and what is missing. */
public final class GrantDeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GrantDeniedException(Decision decision) {
        super(decision.toString());
    }
}
