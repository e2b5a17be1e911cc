package dev.apitoken.token.secret;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Labels and annotations that an author must not give a Secret (rule B8): by each of them another tool, or we, or the
 * cluster itself would take the Secret for its own. The CRD refuses the same; this holds where the CRD is older or
 * its rules were taken out.
 */
public final class SecretMetadataRules {
    private static final List<String> RESERVED = List.of(
            "apitoken.dev/",
            "argocd.argoproj.io/",
            "kustomize.toolkit.fluxcd.io/",
            "helm.toolkit.fluxcd.io/",
            "helm.sh/",
            "meta.helm.sh/",
            "kubectl.kubernetes.io/",
            "applyset.kubernetes.io/",
            "kubernetes.io/service-account.",
            "app.kubernetes.io/instance",
            "app.kubernetes.io/managed-by");

    private SecretMetadataRules() {}

    /** The first key that must not be set, if there is one. */
    public static Optional<String> refusedKey(Map<String, String> labelsOrAnnotations) {
        return labelsOrAnnotations.keySet().stream()
                .filter(key -> RESERVED.stream().anyMatch(key::startsWith))
                .sorted()
                .findFirst();
    }

    static void require(Map<String, String> labelsOrAnnotations) {
        refusedKey(labelsOrAnnotations).ifPresent(key -> {
            throw new IllegalArgumentException("the key " + key + " must not be set on a token Secret");
        });
    }
}
