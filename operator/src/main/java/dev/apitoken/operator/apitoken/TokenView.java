package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.rotation.Liveness;
import dev.apitoken.token.rotation.ObservedToken;
import java.time.Instant;
import java.util.Optional;

/**
 * An ApiToken as the rest of the operator sees it: what it asks for and what stands in its Secret, as the caches show
 * both. What is listed at a gate is made from this, never from status.
 *
 * @param token found in its Secret and checked against its issuer's keys; empty: there is none that could be listed
 */
public record TokenView(ApiToken resource, Wish wish, Optional<ObservedToken> token) {
    public ObjectName name() {
        return ObjectName.of(resource);
    }

    /** Its token is dead from this moment, whatever else is true (rule B9). */
    public boolean isBeingDeleted() {
        return resource.getMetadata().getDeletionTimestamp() != null;
    }

    /** Of the token in the Secret; empty when there is none, or when the ApiToken may have none. */
    public Optional<Liveness> liveness(Instant now) {
        return wish instanceof Wish.Granted granted && !isBeingDeleted()
                ? token.map(found -> Liveness.of(granted.desired(), found, now))
                : Optional.empty();
    }
}
