package dev.apitoken.operator.access;

import java.util.Optional;

/**
 * Names an issuer of either kind.
 *
 * @param namespace empty: a ClusterTokenIssuer
 */
public record IssuerId(Optional<String> namespace, String name) {
    public static IssuerId local(String namespace, String name) {
        return new IssuerId(Optional.of(namespace), name);
    }

    public static IssuerId clusterWide(String name) {
        return new IssuerId(Optional.empty(), name);
    }

    public boolean isClusterWide() {
        return namespace.isEmpty();
    }
}
