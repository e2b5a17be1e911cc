package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ClusterTokenIssuer;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.kubernetes.ObjectName;

/**
 * Names an issuer of either kind.
 *
 * @param namespace empty for a ClusterTokenIssuer
 */
public record IssuerId(Kind kind, String namespace, String name) {
    /** Spelled as in the API. */
    public enum Kind {
        TokenIssuer,
        ClusterTokenIssuer
    }

    public static IssuerId of(TokenIssuer issuer) {
        return local(issuer.getMetadata().getNamespace(), issuer.getMetadata().getName());
    }

    public static IssuerId of(ClusterTokenIssuer issuer) {
        return clusterWide(issuer.getMetadata().getName());
    }

    public static IssuerId local(String namespace, String name) {
        return new IssuerId(Kind.TokenIssuer, namespace, name);
    }

    public static IssuerId clusterWide(String name) {
        return new IssuerId(Kind.ClusterTokenIssuer, "", name);
    }

    public boolean isClusterWide() {
        return kind == Kind.ClusterTokenIssuer;
    }

    public ObjectName object() {
        return new ObjectName(namespace, name);
    }

    @Override
    public String toString() {
        return kind + " " + object();
    }
}
