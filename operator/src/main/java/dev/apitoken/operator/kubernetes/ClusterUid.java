package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.UUID;

/** What tells this cluster from every other: the UID of namespace kube-system. */
public final class ClusterUid {
    private static final String NAMESPACE = "kube-system";

    private ClusterUid() {}

    /**
     * Without the right to read that namespace: a fresh random one. An issuer keeps the name that it has used once.
     *
     * @throws IllegalStateException with a message for whoever has to find out why
     */
    public static String read(KubernetesClient client) {
        try {
            // Not require(): it makes of every refusal a namespace that is not there.
            var namespace = client.namespaces().withName(NAMESPACE).get();
            return namespace == null ? random() : namespace.getMetadata().getUid();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return random();
            }
            throw new IllegalStateException("cannot read namespace " + NAMESPACE + ": " + Unanswered.why(e), e);
        }
    }

    private static String random() {
        return UUID.randomUUID().toString();
    }
}
