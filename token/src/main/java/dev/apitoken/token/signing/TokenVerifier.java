package dev.apitoken.token.signing;

import dev.apitoken.token.signing.Verification.Refusal;
import dev.apitoken.token.signing.Verification.Refused;
import dev.apitoken.token.signing.Verification.Verified;

/**
 * Whether one of these keys signed this token, in the one form we sign (RFC 9068, RFC 8725). No expiry, no issuer, no
 * audience: those are compared by whoever knows what they should be.
 */
public final class TokenVerifier {
    private TokenVerifier() {}

    /** Never throws: a token that cannot be checked is refused. */
    public static Verification verify(String compact, JwkSet keys) {
        try {
            return check(compact, keys);
        } catch (MalformedTokenException e) {
            return new Refused(e.reason);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // Not rethrown and not kept: messages of parsers and providers quote what they were given.
            return new Refused(Refusal.Failure);
        }
    }

    private static Verification check(String compact, JwkSet keys) throws MalformedTokenException {
        var token = UnverifiedToken.readOrThrow(compact);
        var key = keys.find(token.keyId());
        if (key.isEmpty()) {
            return new Refused(Refusal.UnknownKey);
        }
        if (!key.get().algorithm().name().equals(token.algorithm())) {
            return new Refused(Refusal.Algorithm);
        }
        if (!Signatures.verify(key.get(), compact)) {
            return new Refused(Refusal.Signature);
        }
        return new Verified(token.claims(), token.keyId());
    }
}
