package dev.apitoken.operator.issuer;

import dev.apitoken.crds.IssuerSpec;
import dev.apitoken.token.signing.KeyRing;
import java.util.Optional;

/**
 * What stands in claim {@code iss}: what the spec says, else {@code urn:apitoken:CLUSTER:NAMESPACE:NAME} (an empty
 * namespace for a ClusterTokenIssuer), so that two clusters never trust each other by accident.
 *
 * <p>A name once used stays with the keys: a cluster restored under another UID goes on in the old name, and every token
 * stays good.
 */
final class IssuerClaim {
    private static final String PREFIX = "urn:apitoken:";

    private IssuerClaim() {}

    /** @param clusterUid the UID of namespace kube-system, or another word that no second cluster has */
    static String of(IssuerId id, IssuerSpec spec, Optional<KeyRing> stored, String clusterUid) {
        if (spec.issuer() != null) {
            return spec.issuer();
        }
        String suffix = ":" + id.namespace() + ":" + id.name();
        return stored.map(KeyRing::issuer)
                .filter(used -> used.startsWith(PREFIX) && used.endsWith(suffix))
                .orElse(PREFIX + clusterUid + suffix);
    }
}
