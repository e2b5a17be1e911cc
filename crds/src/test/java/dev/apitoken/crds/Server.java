package dev.apitoken.crds;

import dev.apitoken.testkit.Cluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What an API server with the manifests says about resources; nothing stays but what {@link #create} makes. */
record Server(Cluster cluster, String namespace) {

    /** Accepted with the resource as the server would store it, or refused with the causes. */
    sealed interface Answer {
        record Accepted(GenericKubernetesResource resource) implements Answer {}

        record Refused(List<StatusCause> causes, String message) implements Answer {

            /** @param path as in {@link Case.Refusal} */
            boolean names(String path, String words) {
                return causes.stream()
                        .filter(cause -> cause.getField() != null)
                        .anyMatch(
                                cause -> cause.getField().replace("<nil>", ".").equals(path)
                                        && cause.getMessage().contains(words));
            }

            @Override
            public String toString() {
                return causes.stream()
                        .map(cause -> cause.getField() + ": " + cause.getMessage())
                        .collect(Collectors.joining("\n", message + "\n", ""));
            }
        }
    }

    static Server with(Cluster cluster) {
        return new Server(cluster, cluster.newNamespace("crds"));
    }

    /** Asks whether this could be created; a field that the schema does not know is refused too. */
    Answer tryCreate(GenericKubernetesResource resource) {
        return answer(() ->
                at(resource).dryRun(true).fieldValidation(Validation.STRICT).create());
    }

    Answer tryUpdate(GenericKubernetesResource resource) {
        return answer(() ->
                at(resource).dryRun(true).fieldValidation(Validation.STRICT).update());
    }

    GenericKubernetesResource create(GenericKubernetesResource resource) {
        return at(resource).create();
    }

    Resource<GenericKubernetesResource> at(GenericKubernetesResource resource) {
        boolean clusterWide = resource.getKind().equals("ClusterTokenIssuer");
        resource.getMetadata().setNamespace(clusterWide ? null : namespace);
        return cluster.client().resource(resource);
    }

    private static Answer answer(Supplier<GenericKubernetesResource> request) {
        try {
            return new Answer.Accepted(request.get());
        } catch (KubernetesClientException e) {
            if (e.getStatus() == null || e.getStatus().getDetails() == null) {
                throw e;
            }
            return new Answer.Refused(
                    e.getStatus().getDetails().getCauses(), e.getStatus().getMessage());
        }
    }
}
