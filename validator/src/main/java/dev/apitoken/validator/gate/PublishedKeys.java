package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.signing.JwkSet;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /.well-known/jwks.json}: the public keys of every issuer this policy accepts, or of one of them. Whoever checks
 * signatures by a set of several issuers must not let a key of one vouch for the name of another.
 */
final class PublishedKeys {
    private static final String TYPE = "application/jwk-set+json";

    private record Documents(List<IssuerKeys> issuers, CachedText all, Map<String, CachedText> byIssuer) {}

    private @Nullable Documents latest;

    /** @return empty: the policy does not know the issuer that was asked for */
    Optional<Reply> answer(GateRequest request, List<IssuerKeys> issuers) {
        Documents documents = documentsOf(issuers);
        Optional<List<String>> asked = asked(request.target());
        if (asked.isPresent() && asked.get().isEmpty()) {
            return Optional.of(documents.all().answer(request));
        }
        return asked.filter(names -> names.size() == 1)
                .flatMap(names -> Optional.ofNullable(documents.byIssuer().get(names.getFirst())))
                .map(text -> text.answer(request));
    }

    /** @return empty: it cannot be read */
    private static Optional<List<String>> asked(String target) {
        try {
            return Optional.of(new QueryStringDecoder(target, true).parameters().getOrDefault("issuer", List.of()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Documents documentsOf(List<IssuerKeys> issuers) {
        Documents known = latest;
        if (known == null || known.issuers() != issuers) {
            known = new Documents(issuers, text(issuers), byIssuer(issuers));
            latest = known;
        }
        return known;
    }

    private static Map<String, CachedText> byIssuer(List<IssuerKeys> issuers) {
        Map<String, CachedText> texts = new HashMap<>();
        for (IssuerKeys one : issuers) {
            // Two issuers of one name are one to whoever reads claim iss.
            List<IssuerKeys> ofName = issuers.stream()
                    .filter(other -> other.issuer().equals(one.issuer()))
                    .toList();
            texts.put(one.issuer(), text(ofName));
        }
        return texts;
    }

    private static CachedText text(List<IssuerKeys> issuers) {
        var keys = issuers.stream()
                .flatMap(issuer -> issuer.keys().keys().values().stream())
                .toList();
        return CachedText.of(TYPE, JwkSet.of(keys).toJson());
    }
}
