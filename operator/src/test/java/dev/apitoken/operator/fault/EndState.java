package dev.apitoken.operator.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.ApiAccount;
import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.KeyRingSecret;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * All there is in the end, by namespace, without what must differ from run to run: ids, digests, instants, versions. Two
 * runs that end alike give equal texts. Never a token or a key.
 */
final class EndState {
    /** Order matters: the longer patterns come first. */
    private static final Map<Pattern, String> DIFFERENT = patterns(
            "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "INSTANT",
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID",
            "atk-[A-Za-z0-9_-]+", "KEY",
            "\\b[0-9a-f]{64}\\b", "DIGEST",
            "(?<=TENANT-default-)[0-9a-f]{10}\\b", "HASH",
            "\\b\\d{12,}\\b", "NUMBER",
            "(?<=\"id\":\")[^\"]+", "ID",
            "(?<=\"hint\":\")[^\"]+", "HINT",
            "(?<=\\\\\"id\\\\\":\\\\\")[^\\\\]+", "ID");

    private EndState() {}

    /** By namespace; in each by kind and name. */
    static Map<String, SortedMap<String, String>> of(
            KubernetesClient client, String keysNamespace, List<String> tenants) {
        var states = new TreeMap<String, SortedMap<String, String>>();
        tenants.forEach(tenant -> states.put(tenant, new TreeMap<>()));
        objects(client).forEach(object -> {
            String namespace = object.getMetadata().getNamespace();
            String name = object.getMetadata().getName();
            String home = namespace.equals(keysNamespace)
                    ? tenants.stream().filter(name::contains).findFirst().orElse("")
                    : namespace;
            var state = states.get(home);
            if (state != null) {
                state.put(object.getKind() + " " + name.replaceFirst(home + ".*", "*"), masked(describe(object), home));
            }
        });
        return states;
    }

    private static Stream<HasMetadata> objects(KubernetesClient client) {
        return Stream.of(
                        client.resources(ApiToken.class).inAnyNamespace().list().getItems(),
                        client.resources(ApiAccount.class)
                                .inAnyNamespace()
                                .list()
                                .getItems(),
                        client.resources(TokenIssuer.class)
                                .inAnyNamespace()
                                .list()
                                .getItems(),
                        client.resources(AccessPolicy.class)
                                .inAnyNamespace()
                                .list()
                                .getItems(),
                        client.secrets().inAnyNamespace().list().getItems(),
                        client.resources(Role.class).inAnyNamespace().list().getItems(),
                        client.resources(RoleBinding.class)
                                .inAnyNamespace()
                                .list()
                                .getItems())
                .flatMap(List::stream);
    }

    private static String describe(HasMetadata object) {
        ObjectNode json = Serialization.jsonMapper().valueToTree(object);
        var metadata = (ObjectNode) json.path("metadata");
        metadata.remove(List.of("managedFields", "resourceVersion", "uid", "creationTimestamp", "generation"));
        if (json.at("/status/keys") instanceof ArrayNode keys) {
            sort(keys);
        }
        if (object instanceof Secret secret) {
            json.remove("data");
            json.put("says", content(secret));
        }
        return json.toString();
    }

    /** Keys of one instant are in the order of their ids. */
    private static void sort(ArrayNode keys) {
        var sorted = StreamSupport.stream(keys.spliterator(), false)
                .sorted(Comparator.comparing(key -> key.path("state").asText()))
                .toList();
        keys.removeAll();
        keys.addAll(sorted);
    }

    private static String content(Secret secret) {
        try {
            return switch (secret.getType()) {
                case AccessSecret.TYPE ->
                    Serialization.jsonMapper()
                            .<JsonNode>valueToTree(Documents.read(secret).entries().stream()
                                    .map(entry -> Map.of(
                                            "user", entry.user().value(),
                                            "roles", entry.roles(),
                                            "issuer", entry.issuer(),
                                            "sources", entry.sources().isPresent()))
                                    .toList())
                            .toString();
                case KeyRingSecret.TYPE ->
                    KeyRingSecret.read(SecretObject.content(secret)).states().values().stream()
                            .sorted()
                            .toList()
                            .toString();
                default ->
                    String.valueOf(
                            secret.getData() == null ? "" : secret.getData().keySet());
            };
        } catch (Exception e) {
            return "unreadable: " + e.getClass().getSimpleName();
        }
    }

    private static String masked(String text, String namespace) {
        String masked = text.replace(namespace, "TENANT");
        for (var different : DIFFERENT.entrySet()) {
            masked = different.getKey().matcher(masked).replaceAll(different.getValue());
        }
        return masked;
    }

    private static Map<Pattern, String> patterns(String... pairs) {
        var patterns = new LinkedHashMap<Pattern, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            patterns.put(Pattern.compile(pairs[i]), pairs[i + 1]);
        }
        return patterns;
    }
}
