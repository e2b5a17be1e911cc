package dev.apitoken.validator.gate;

import dev.apitoken.token.Digest;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.VerificationKey;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.decision.DenialReason;
import dev.apitoken.validator.index.AccessIndex;
import dev.apitoken.validator.index.AccessState;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /.well-known/jwks.json}: the public keys of every issuer this policy accepts. */
final class PublishedKeys {
    private record Document(List<IssuerKeys> issuers, String json, String etag) {}

    private volatile @Nullable Document latest;

    Reply answer(GateRequest request, AccessState state) {
        if (!(state instanceof AccessState.Usable(AccessIndex index))) {
            return DenialResponse.of(
                    new Denied(DenialReason.NotReady, false, Optional.empty()), ResponseSettings.DEFAULT);
        }
        Document document = documentOf(index.issuers());
        boolean known = request.headers("If-None-Match").stream()
                .anyMatch(tags -> tags.contains(document.etag()) || tags.strip().equals("*"));
        return new Reply(
                known ? HttpResponseStatus.NOT_MODIFIED : HttpResponseStatus.OK,
                List.of(
                        Map.entry("Content-Type", "application/jwk-set+json"),
                        Map.entry("Cache-Control", "max-age=300"),
                        Map.entry("ETag", document.etag())),
                known ? "" : document.json());
    }

    private Document documentOf(List<IssuerKeys> issuers) {
        Document known = latest;
        if (known == null || known.issuers() != issuers) {
            Stream<VerificationKey> keys = issuers.stream().flatMap(issuer -> issuer.keys().keys().values().stream());
            String json = JwkSet.of(keys.toList()).toJson();
            String digest = Digest.of(json.getBytes(StandardCharsets.UTF_8)).hex();
            known = new Document(issuers, json, "\"" + digest.substring(0, 32) + "\"");
            latest = known;
        }
        return known;
    }
}
