package dev.apitoken.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Takes out of a generated object what the manifests' rules between fields refuse. */
final class RuleMender {
    private RuleMender() {}

    static void mend(ObjectNode resource) {
        for (JsonNode node : below(resource).toList()) {
            if (node instanceof ObjectNode object) {
                mendRotation(object);
                mendKeyRotation(object);
                mendLimits(object);
                mendSelectors(object);
                mendRule(object);
                mendCredentials(object);
            }
        }
    }

    private static Stream<JsonNode> below(JsonNode node) {
        return Stream.concat(Stream.of(node), node.valueStream().flatMap(RuleMender::below));
    }

    private static void mendRotation(ObjectNode object) {
        if (object.has("renewBefore") && object.has("renewBeforePercentage")) {
            object.remove("renewBefore");
        }
        if (object.at("/rotation/renewBefore").isTextual()) {
            object.remove("validity");
        }
    }

    private static void mendKeyRotation(ObjectNode object) {
        if (object.has("period") || object.has("publishBefore")) {
            if (seconds(object, "/publishBefore", "24h") >= seconds(object, "/period", "90d")) {
                object.remove(List.of("period", "publishBefore"));
            }
        }
    }

    private static void mendLimits(ObjectNode object) {
        long least = seconds(object, "/limits/minValidity", "5m");
        long usual = seconds(object, "/defaults/validity", "30d");
        long most = seconds(object, "/limits/maxValidity", "90d");
        if (least > usual || usual > most) {
            object.remove(List.of("limits", "defaults"));
        }
    }

    private static void mendSelectors(ObjectNode object) {
        String operator = object.path("operator").asText();
        if (operator.endsWith("Exists") || operator.equals("DoesNotExist")) {
            object.remove("values");
        } else if (!operator.isEmpty()) {
            object.putArray("values").add("x");
        }
        String from = object.path("from").asText();
        if (from.equals("Selector")) {
            object.withObject("/selector");
        } else if (!from.isEmpty()) {
            object.remove("selector");
        }
        if (object.has("namespaces") && object.path("namespaces").has("from")) {
            boolean foreign = !object.at("/namespaces/from").asText().equals("Same");
            if (foreign && object.at("/issuerRef/kind").asText().equals("TokenIssuer")) {
                object.remove("issuerRef");
            }
        }
    }

    private static void mendRule(ObjectNode object) {
        if (object.has("paths")
                && object.has("access")
                && !object.path("access").asText().equals("Authenticated")) {
            object.remove("roles");
        }
    }

    private static void mendCredentials(ObjectNode object) {
        if (object.path("credentials") instanceof ObjectNode credentials) {
            String key = name(credentials, "apiKeyHeader", "X-API-KEY");
            String token = name(credentials, "authTokenHeader", "X-Auth-Token");
            boolean allOff = key.isEmpty()
                    && token.isEmpty()
                    && credentials.path("apiKeyCookie").asText("X").isEmpty();
            if (allOff || key.equals(token)) {
                credentials.removeAll();
            }
        }
    }

    private static String name(ObjectNode credentials, String header, String standard) {
        return credentials.path(header).asText(standard).toLowerCase(Locale.ROOT);
    }

    private static long seconds(ObjectNode object, String pointer, String standard) {
        return DurationText.seconds(object.at(pointer).asText(standard));
    }
}
