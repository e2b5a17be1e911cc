package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ReadyReason;
import dev.apitoken.operator.restart.RestartTarget;
import dev.apitoken.token.rotation.RotationPlan;
import dev.apitoken.token.rotation.TokenRecord;
import dev.apitoken.token.secret.StoredToken;
import java.util.Optional;
import java.util.SortedSet;

/** What the operator does about one ApiToken now. */
sealed interface Step {
    /** Nothing can be done until something outside changes. */
    record Blocked(ReadyReason reason, String message) implements Step {}

    /** Sign a new token and write it. */
    record Mint(Wish.Granted wish, RotationPlan.Issue issue) implements Step {}

    /** The token is to stay, but its Secret is not as it should be. */
    record Repair(Wish.Granted wish, RotationPlan plan, StoredToken.Intact token, TokenRecord record) implements Step {}

    /** The token is there as it should be, and workloads have yet to be restarted on account of it. */
    record Restart(Wish.Granted wish, RotationPlan.Keep plan, StoredToken.Intact token, SortedSet<RestartTarget> due)
            implements Step {}

    /** Nothing to write. */
    record Rest(Wish.Granted wish, RotationPlan plan, Optional<StoredToken.Intact> token) implements Step {}
}
