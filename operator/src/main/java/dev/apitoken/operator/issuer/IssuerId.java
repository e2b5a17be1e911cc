package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ClusterTokenIssuer;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.kubernetes.ObjectName;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

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

    private static final Pattern SPELLING =
            Pattern.compile("(TokenIssuer|ClusterTokenIssuer) (?:([a-z0-9-]+)/)?([a-z0-9.-]+)");

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

    /** Reads what {@link #toString} writes. */
    static Optional<IssuerId> parse(String text) {
        var matcher = SPELLING.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String namespace = Objects.requireNonNullElse(matcher.group(2), "");
        var id = new IssuerId(Kind.valueOf(matcher.group(1)), namespace, matcher.group(3));
        return id.isClusterWide() == namespace.isEmpty() ? Optional.of(id) : Optional.empty();
    }

    @Override
    public String toString() {
        return kind + " " + object();
    }
}
