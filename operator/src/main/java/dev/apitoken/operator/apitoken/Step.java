package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ReadyReason;
import dev.apitoken.token.rotation.RotationPlan;
import dev.apitoken.token.rotation.TokenRecord;
import dev.apitoken.token.secret.StoredToken;
import java.util.Optional;

/** What the operator does about one ApiToken now. */
sealed interface Step {
    /** Nothing can be done until something outside changes. */
    record Blocked(ReadyReason reason, String message) implements Step {}

    /** Sign a new token and write it. */
    record Mint(Wish.Granted wish, RotationPlan.Issue issue) implements Step {}

    /** The token is to stay, but its Secret is not as it should be. */
    record Repair(Wish.Granted wish, RotationPlan plan, StoredToken.Intact token, TokenRecord record) implements Step {}

    /** Nothing to write. */
    record Rest(Wish.Granted wish, RotationPlan plan, Optional<StoredToken.Intact> token) implements Step {}
}
