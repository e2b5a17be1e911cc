package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.secret.AccessHead;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.UnreadableAccessException;
import dev.apitoken.token.signing.KeyId;
import java.util.stream.Stream;

/** Which signing keys the access documents in the cluster carry, as the cache shows them. */
public final class DocumentKeys {
    private final AccessWatches watches;

    public DocumentKeys(AccessWatches watches) {
        this.watches = watches;
    }

    /**
     * Every document that lists tokens of this issuer has the key.
     *
     * @param issuer claim {@code iss}
     */
    public boolean haveAll(String issuer, KeyId key) {
        return watches.policies().all().stream()
                .flatMap(this::head)
                .flatMap(head -> head.issuers().stream())
                .filter(listed -> listed.issuer().equals(issuer))
                .allMatch(listed -> listed.keys().find(key).isPresent());
    }

    private Stream<AccessHead> head(AccessPolicy policy) {
        var name = ObjectName.of(policy);
        var owner = new Ownership(name.name(), policy.getMetadata().getUid());
        return watches
                .secrets()
                .get(new ObjectName(name.namespace(), AccessSecret.headName(name.name())))
                .filter(secret -> SecretPlan.isOurs(owner, secret))
                .stream()
                .flatMap(secret -> {
                    try {
                        return Stream.of(AccessSecret.readHead(SecretObject.content(secret)));
                    } catch (UnreadableAccessException e) {
                        return Stream.empty();
                    }
                });
    }
}
