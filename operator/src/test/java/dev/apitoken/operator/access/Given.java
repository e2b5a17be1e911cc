package dev.apitoken.operator.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.apitoken.crds.AccessPolicySpec;
import dev.apitoken.operator.access.CompilableToken.Issued;
import dev.apitoken.operator.access.CompilableToken.Unlistable;
import dev.apitoken.operator.account.AccountView;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.LabelRequirements;
import dev.apitoken.token.User;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.token.rotation.DesiredToken;
import dev.apitoken.token.signing.KeyState;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads the {@code in-*.yaml} of the golden folder. Policies are written as in the API; the rest in short: a token is
 * {@code {name: shop/ci, issuer: shop/default, ...}}, an issuer without a slash is a ClusterTokenIssuer.
 */
final class Given {
    private Given() {}

    static CompilablePolicy policy(JsonNode policy) {
        String namespace = policy.path("namespace").asText();
        var spec = Serialization.unmarshal(policy.path("spec").toString(), AccessPolicySpec.class);
        var settings = (ParsedSettings.Valid) PolicySettingsParser.parse(namespace, "gate", spec);
        return new CompilablePolicy(
                settings.settings(),
                TokenOriginParser.parse(namespace, spec.tokensFrom()).origins());
    }

    static Map<String, Map<String, String>> namespaces(JsonNode namespaces) {
        var labels = new HashMap<String, Map<String, String>>();
        namespaces.properties().forEach(each -> labels.put(each.getKey(), strings(each.getValue())));
        return labels;
    }

    static Map<IssuerId, CompilableIssuer> issuers(JsonNode issuers) {
        var byId = new HashMap<IssuerId, CompilableIssuer>();
        for (var issuer : issuers) {
            var id = issuerId(issuer.path("name").asText());
            var policyNamespaces = Optional.ofNullable(issuer.get("policyNamespaces"))
                    .map(selector ->
                            LabelRequirements.of(Serialization.unmarshal(selector.toString(), LabelSelector.class)));
            byId.put(
                    id,
                    new CompilableIssuer(
                            id,
                            issuer.path("iss").asText(Samples.claim(id)),
                            Samples.issuer(id).keys(),
                            issuer.path("accounts").asText().equals("Required"),
                            policyNamespaces));
        }
        return byId;
    }

    static List<AccountView> accounts(JsonNode accounts) {
        return stream(accounts).map(Given::account).toList();
    }

    static List<CompilableToken> tokens(JsonNode tokens) {
        return stream(tokens).map(Given::token).toList();
    }

    private static AccountView account(JsonNode account) {
        var name = account.path("name").asText().split("/", 2);
        return new AccountView(
                name[0],
                name[1],
                "uid-" + account.path("name").asText(),
                Instant.parse(account.path("created").asText("2026-11-01T00:00:00Z")),
                new User(account.path("user").asText(name[1])),
                texts(account.path("roles")),
                account.path("enabled").asBoolean(true));
    }

    private static CompilableToken token(JsonNode given) {
        var name = given.path("name").asText().split("/", 2);
        var audiences = given.has("audiences") ? texts(given.path("audiences")) : Set.of(name[0]);
        if (given.has("unlistable")) {
            return new Unlistable(
                    name[0],
                    name[1],
                    "uid-" + name[0] + "-" + name[1],
                    audiences,
                    NotListedReason.valueOf(given.path("unlistable").asText()));
        }
        var token = Samples.token(
                name[0],
                name[1],
                issuerId(given.path("issuer").asText(name[0] + "/default")),
                audiences.toArray(String[]::new));
        if (given.has("previousUntil")) {
            token = Samples.withPrevious(
                    token, Instant.parse(given.path("previousUntil").asText()));
        }
        if (given.has("roles")) {
            token = Samples.withRoles(token, texts(given.path("roles")));
        }
        return withSources(Samples.withDesired(token, desired(given, token)), given.path("sources"));
    }

    private static DesiredToken desired(JsonNode given, Issued token) {
        var desired = token.desired();
        return new DesiredToken(
                desired.uid(),
                desired.issuer(),
                desired.user(),
                desired.audiences(),
                new DesiredToken.Switches(
                        given.path("enabled").asBoolean(true),
                        given.path("denied").asBoolean(false),
                        false),
                desired.validity(),
                false,
                Optional.ofNullable(given.get("expiresAt")).map(at -> Instant.parse(at.asText())),
                Optional.ofNullable(given.get("rotateAfter")).stream()
                        .map(at -> Instant.parse(at.asText()))
                        .toList(),
                desired.rotation(),
                given.path("keyCompromised").asBoolean(false)
                        ? Map.of(Samples.KEY.id(), KeyState.Compromised)
                        : desired.keys());
    }

    private static Issued withSources(Issued token, JsonNode sources) {
        return new Issued(
                token.namespace(),
                token.name(),
                token.issuer(),
                token.desired(),
                token.observed(),
                token.roles(),
                sources.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(SourceFilter.parse(List.copyOf(texts(sources)))));
    }

    private static IssuerId issuerId(String name) {
        int slash = name.indexOf('/');
        return slash < 0
                ? IssuerId.clusterWide(name)
                : IssuerId.local(name.substring(0, slash), name.substring(slash + 1));
    }

    private static Map<String, String> strings(JsonNode object) {
        var strings = new HashMap<String, String>();
        object.properties()
                .forEach(each -> strings.put(each.getKey(), each.getValue().asText()));
        return strings;
    }

    private static Set<String> texts(JsonNode array) {
        var texts = new HashSet<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
