package dev.apitoken.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** What Flux, and everything else that follows the kstatus conventions, makes of a custom resource. */
enum Kstatus {
    InProgress,
    Failed,
    Current,
    Terminating;

    private static final ObjectMapper JSON = new ObjectMapper();

    static Kstatus of(HasMetadata resource) {
        return of(JSON.<JsonNode>valueToTree(resource));
    }

    static Kstatus of(JsonNode resource) {
        if (!resource.at("/metadata/deletionTimestamp").isMissingNode()
                && !resource.at("/metadata/deletionTimestamp").isNull()) {
            return Terminating;
        }
        var observed = resource.at("/status/observedGeneration");
        if (observed.isNumber()
                && observed.asLong() != resource.at("/metadata/generation").asLong()) {
            return InProgress;
        }
        if (status(resource, "Reconciling").equals("True")) {
            return InProgress;
        }
        if (status(resource, "Stalled").equals("True")) {
            return Failed;
        }
        // No condition at all would be read as done: that is what the default of observedGeneration is for.
        return switch (status(resource, "Ready")) {
            case "False", "Unknown" -> InProgress;
            default -> Current;
        };
    }

    private static String status(JsonNode resource, String type) {
        for (JsonNode condition : resource.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText();
            }
        }
        return "";
    }
}
