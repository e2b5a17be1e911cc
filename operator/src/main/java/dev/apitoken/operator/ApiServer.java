package dev.apitoken.operator;

import dev.apitoken.operator.kubernetes.ClockWatch;
import dev.apitoken.operator.kubernetes.HeartbeatClients;
import dev.apitoken.operator.kubernetes.ManagedFields;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The connection to the API server, with bounds that keep the promise of the lease. */
final class ApiServer {
    /** With the defaults (10 s, 10 retries) a leader cut off from the API server acts on long after its lease ran out. */
    private static final int REQUEST_TIMEOUT_MILLIS = 3_000;

    private static final int RETRIES = 1;

    private ApiServer() {}

    /** Where the settings point to, else the cluster around this pod, else the user's kubeconfig. */
    static Config find(OperatorConfig config) {
        return config.kubeconfig()
                .map(path -> Config.fromKubeconfig(path.toFile()))
                .orElseGet(() -> Config.autoConfigure(null));
    }

    /** @param clockWatch sees every answer */
    static KubernetesClient connect(Config config, ClockWatch clockWatch) {
        return new KubernetesClientBuilder()
                .withHttpClientFactory(new HeartbeatClients())
                .withConfig(new ConfigBuilder(config)
                        .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
                        .withRequestRetryBackoffLimit(RETRIES)
                        // The API server takes the name in managedFields from here, except for server-side apply.
                        .withUserAgent(ManagedFields.MANAGER + "/1")
                        .build())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("clock", clockWatch))
                .build();
    }
}
