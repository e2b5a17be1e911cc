package dev.apitoken.operator.access;

import dev.apitoken.operator.account.AccountHolder;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;

/** What may have changed; what it is now is read from the caches when its turn comes. */
public sealed interface Change {
    /** An ApiToken, its Secret, or what its issuer makes of it. */
    record Token(ObjectName name) implements Change {}

    record Account(AccountHolder holder) implements Change {}

    /** An issuer or its keys; what it means for each token is told as a change of that token. */
    record Issuer(IssuerId id) implements Change {}

    record Namespace(String name) implements Change {}

    record Policy(ObjectName name) implements Change {}

    /** What was written for a policy is to be looked at again, though nothing it is made from has changed. */
    record Written(ObjectName policy) implements Change {}

    /** The same, after a while. */
    record Retry(ObjectName policy, Duration delay) implements Change {}
}
