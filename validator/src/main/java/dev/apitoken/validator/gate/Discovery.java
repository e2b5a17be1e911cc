package dev.apitoken.validator.gate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.apitoken.token.access.IssuerKeys;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What programs that know an issuer by its URL ask that URL for (RFC 8414, OpenID Connect Discovery): where its keys are.
 * There is such a document only for an issuer that is the very host that was asked, for nobody else may speak for it.
 */
final class Discovery {
    static final Set<String> PATHS =
            Set.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server");
    private static final JsonFactory JSON = new JsonFactory();

    private Discovery() {}

    /** @return empty: the path is another, or the policy has no issuer of this host */
    static Optional<CachedText> document(String path, GateRequest request, List<IssuerKeys> issuers) {
        if (!PATHS.contains(path)) {
            return Optional.empty();
        }
        String host = request.headers("Host").getFirst();
        List<IssuerKeys> asked = issuers.stream()
                .filter(one -> one.issuer().equalsIgnoreCase("https://" + host))
                .toList();
        return asked.isEmpty() ? Optional.empty() : Optional.of(CachedText.of(Reply.JSON, write(asked)));
    }

    private static String write(List<IssuerKeys> ofOneName) {
        String issuer = ofOneName.getFirst().issuer();
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("issuer", issuer);
            json.writeStringField(
                    "jwks_uri",
                    issuer + OwnEndpoints.JWKS + "?issuer=" + URLEncoder.encode(issuer, StandardCharsets.UTF_8));
            json.writeStringField("introspection_endpoint", issuer + FormEndpoint.Introspect.path());
            strings(json, "response_types_supported", List.of());
            strings(json, "subject_types_supported", List.of("public"));
            strings(json, "id_token_signing_alg_values_supported", algorithms(ofOneName));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.toString();
    }

    private static List<String> algorithms(List<IssuerKeys> issuers) {
        return issuers.stream()
                .flatMap(issuer -> issuer.keys().keys().values().stream())
                .map(key -> key.algorithm().name())
                .distinct()
                .sorted()
                .toList();
    }

    private static void strings(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
