package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.UUID;

/** What tells this cluster from every other: the UID of namespace kube-system. */
public final class ClusterUid {
    private ClusterUid() {}

    /** Without the right to read that namespace (an operator with Roles only): a fresh random one. */
    public static String read(KubernetesClient client) {
        try {
            return client.namespaces()
                    .withName("kube-system")
                    .require()
                    .getMetadata()
                    .getUid();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            return UUID.randomUUID().toString();
        }
    }
}
