package dev.apitoken.validator.decision;

import dev.apitoken.validator.decision.AccessDecision.Denied;

/** Who sent a request, or why that is not known. */
sealed interface Authentication {
    record Known(Principal principal) implements Authentication {}

    /** @param denial the answer, unless the path is open to anybody */
    record NotKnown(Denied denial) implements Authentication {}
}
