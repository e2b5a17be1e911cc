package dev.apitoken.token.secret;

import dev.apitoken.token.rotation.PreviousToken;
import dev.apitoken.token.rotation.RotationPolicy;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.TokenVerifier;
import dev.apitoken.token.signing.UnverifiedToken;
import dev.apitoken.token.signing.Verification;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which keys signed what a token Secret holds, and when the last token of each ends. */
public final class TokenEnds {
    private TokenEnds() {}

    /** As the Secret says itself. Nothing is verified, so it costs little: no key signed anything beyond this. */
    public static Map<KeyId, Instant> said(SecretContent content) {
        var tokens = tokens(content)
                .flatMap(token -> UnverifiedToken.read(token).stream())
                .toList();
        return ends(tokens, previous(content), Instant.MAX);
    }

    /**
     * As far as these keys prove it: whoever may write Secrets in some namespace must not keep a key in use for ever. Of
     * the previous token only the digest is left, so it is believed beside a token that is proven, and no longer than an
     * overlap lasts.
     */
    public static Map<KeyId, Instant> proven(SecretContent content, JwkSet keys) {
        var tokens =
                tokens(content).flatMap(token -> proven(token, keys).stream()).toList();
        return tokens.stream()
                .map(token -> token.claims().issuedAt())
                .max(Comparator.naturalOrder())
                .map(latest -> ends(tokens, previous(content), latest.plus(RotationPolicy.LONGEST_OVERLAP)))
                .orElseGet(Map::of);
    }

    private static Map<KeyId, Instant> ends(
            List<UnverifiedToken> tokens, Optional<PreviousToken> previous, Instant lastOverlapEnd) {
        var ends = new HashMap<KeyId, Instant>();
        tokens.forEach(token -> ends.merge(token.keyId(), token.claims().expiresAt(), TokenEnds::later));
        previous.ifPresent(
                token -> ends.merge(token.keyId(), earlier(token.acceptedUntil(), lastOverlapEnd), TokenEnds::later));
        return ends;
    }

    private static Stream<String> tokens(SecretContent content) {
        return content.data().values().stream()
                .flatMap(item -> Stream.of(ItemFormat.values()).flatMap(format -> format.read(item).stream()))
                .distinct();
    }

    private static Optional<PreviousToken> previous(SecretContent content) {
        return new TokenAnnotations(content.annotations()).record(1).previous();
    }

    /** What this platform cannot check counts: a token must never lose its key. */
    private static Optional<UnverifiedToken> proven(String token, JwkSet keys) {
        return switch (TokenVerifier.verify(token, keys)) {
            case Verification.Verified _ -> UnverifiedToken.read(token);
            case Verification.Refused(var reason)
            when reason == Verification.Refusal.Failure -> UnverifiedToken.read(token);
            case Verification.Refused _ -> Optional.empty();
        };
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
