package dev.apitoken.token.signing;

import dev.apitoken.token.Claims;
import dev.apitoken.token.SignedToken;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a token says of itself, strictly read and not to be believed. Enough to name the reason why a token of a key
 * that is gone gets replaced; never enough to let anybody in.
 *
 * @param algorithm the header's {@code alg}: compared with the key's own, never chosen from
 */
public record UnverifiedToken(KeyId keyId, String algorithm, Claims claims) {
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    /** Empty for whatever is not exactly of the form that {@link TokenSigner} writes. Never throws. */
    public static Optional<UnverifiedToken> read(String compact) {
        try {
            return Optional.of(readOrThrow(compact));
        } catch (MalformedTokenException | RuntimeException e) {
            return Optional.empty();
        }
    }

    static UnverifiedToken readOrThrow(String compact) throws MalformedTokenException {
        if (compact.length() > SignedToken.MAX_LENGTH
                || !COMPACT.matcher(compact).matches()) {
            throw new MalformedTokenException(Verification.Refusal.Shape);
        }
        var parts = compact.split("\\.", -1);
        part(parts[2]);
        var header = JoseHeader.read(part(parts[0]));
        return new UnverifiedToken(header.keyId(), header.algorithm(), ClaimsReader.read(part(parts[1])));
    }

    private static byte[] part(String text) throws MalformedTokenException {
        return Base64Url.decode(text).orElseThrow(() -> new MalformedTokenException(Verification.Refusal.Shape));
    }
}
