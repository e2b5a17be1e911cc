package dev.apitoken.operator.issuer;

import dev.apitoken.crds.IssuerSpec;
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

    /**
     * @param used the name that goes with the stored keys
     * @param clusterUid the UID of namespace kube-system, or another word that no second cluster has
     */
    static String of(IssuerId id, IssuerSpec spec, Optional<String> used, String clusterUid) {
        if (spec.issuer() != null) {
            return spec.issuer();
        }
        String suffix = ":" + id.namespace() + ":" + id.name();
        return used.filter(name -> name.startsWith(PREFIX) && name.endsWith(suffix))
                .orElse(PREFIX + clusterUid + suffix);
    }
}
