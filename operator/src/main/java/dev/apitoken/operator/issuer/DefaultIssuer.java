package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ClusterTokenIssuer;
import dev.apitoken.crds.ClusterTokenIssuerSpec;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * The ClusterTokenIssuer {@code default}, made when the operator starts and there is none: a chart cannot install a CRD
 * and its object in one go. Every namespace may mint, no policy of another namespace may accept.
 */
public final class DefaultIssuer {
    private static final String NAME = "default";

    private DefaultIssuer() {}

    public static void createIfAbsent(KubernetesClient client) {
        if (client.resources(ClusterTokenIssuer.class).withName(NAME).get() != null) {
            return;
        }
        var issuer = new ClusterTokenIssuer();
        issuer.getMetadata().setName(NAME);
        issuer.setSpec(servingEverybody());
        try {
            client.resource(issuer).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private static ClusterTokenIssuerSpec servingEverybody() {
        var byDefault = ClusterTokenIssuerSpec.DEFAULTS;
        return new ClusterTokenIssuerSpec(
                byDefault.issuer(),
                byDefault.algorithm(),
                byDefault.keyRotation(),
                byDefault.compromisedKeys(),
                byDefault.accounts(),
                byDefault.unusedAfter(),
                byDefault.defaults(),
                byDefault.limits(),
                new LabelSelector(),
                byDefault.policyNamespaces());
    }
}
