package dev.apitoken.operator.restart;

import dev.apitoken.operator.kubernetes.ManagedFields;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Restarts a workload as {@code kubectl rollout restart} does, by an annotation of its pod template; the workload's own
 * strategy decides how its pods are replaced.
 */
public final class WorkloadRestarter {
    /** What the clocks of operator and API server may differ by. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final MeterRegistry metrics;

    public WorkloadRestarter(KubernetesClient client, MeterRegistry metrics) {
        this.client = client;
        this.metrics = metrics;
        for (var kind : RestartTarget.Kind.values()) {
            count(kind, "Restarted", 0);
        }
    }

    /** Never throws for what the API server answers: a workload that cannot be restarted must not hold up a token. */
    public RestartOutcome restart(String namespace, RestartTarget target, RestartCause cause) {
        var outcome = tried(namespace, target, cause);
        count(target.kind(), outcome.getClass().getSimpleName(), 1);
        return outcome;
    }

    private RestartOutcome tried(String namespace, RestartTarget target, RestartCause cause) {
        try {
            var workload = workload(namespace, target);
            return Optional.<HasMetadata>ofNullable(workload.get())
                    .map(found -> restart(workload, found, target, cause))
                    .orElseGet(() -> new RestartOutcome.NotThere(target));
        } catch (KubernetesClientException e) {
            return new RestartOutcome.Refused(target, e.getCode());
        }
    }

    private static RestartOutcome restart(
            Resource<? extends HasMetadata> workload, HasMetadata found, RestartTarget target, RestartCause cause) {
        if (isMarked(found, cause)) {
            return new RestartOutcome.Restarted(target);
        }
        if (createdAt(found).isAfter(cause.issuedAt().plus(CLOCK_TOLERANCE))) {
            return new RestartOutcome.Younger(target);
        }
        workload.patch(
                new PatchContext.Builder()
                        .withPatchType(PatchType.JSON_MERGE)
                        .withFieldManager(ManagedFields.MANAGER)
                        .build(),
                patch(found, cause));
        return new RestartOutcome.Restarted(target);
    }

    /** With the UID, so that a workload made anew since it was looked at is not the one that is restarted. */
    private static String patch(HasMetadata found, RestartCause cause) {
        return Serialization.asJson(Map.of(
                "metadata", Map.of("uid", found.getMetadata().getUid()),
                "spec",
                        Map.of(
                                "template",
                                Map.of("metadata", Map.of("annotations", Map.of(cause.annotation(), cause.mark()))))));
    }

    private static boolean isMarked(HasMetadata workload, RestartCause cause) {
        return Optional.ofNullable(template(workload).getMetadata())
                .flatMap(metadata -> Optional.ofNullable(metadata.getAnnotations()))
                .filter(annotations -> cause.mark().equals(annotations.get(cause.annotation())))
                .isPresent();
    }

    private static Instant createdAt(HasMetadata workload) {
        return Instant.parse(workload.getMetadata().getCreationTimestamp());
    }

    private static PodTemplateSpec template(HasMetadata workload) {
        return switch (workload) {
            case Deployment deployment -> deployment.getSpec().getTemplate();
            case StatefulSet set -> set.getSpec().getTemplate();
            case DaemonSet set -> set.getSpec().getTemplate();
            default -> throw new IllegalStateException("not a workload: " + workload.getKind());
        };
    }

    private Resource<? extends HasMetadata> workload(String namespace, RestartTarget target) {
        var apps = client.apps();
        return switch (target.kind()) {
            case Deployment -> apps.deployments().inNamespace(namespace).withName(target.name());
            case StatefulSet -> apps.statefulSets().inNamespace(namespace).withName(target.name());
            case DaemonSet -> apps.daemonSets().inNamespace(namespace).withName(target.name());
        };
    }

    private void count(RestartTarget.Kind kind, String result, int times) {
        metrics.counter("apitoken_restarts", "kind", kind.name(), "result", result)
                .increment(times);
    }
}
