package dev.apitoken.operator.apitoken;

import dev.apitoken.token.Claims;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.rotation.RotationPlan;
import dev.apitoken.token.signing.TokenSigner;
import java.security.SecureRandom;

/** Signs what a plan asks for: the one place where a token comes into being. */
final class TokenMinter {
    private final SecureRandom random;

    TokenMinter(SecureRandom random) {
        this.random = random;
    }

    /**
     * @throws dev.apitoken.token.signing.TokenTooLongException for long names and many audiences
     * @throws IllegalStateException if the issuer has no key that signs
     */
    SignedToken mint(Wish.Granted wish, RotationPlan.Issue issue) {
        var desired = wish.desired();
        var claims = new Claims(
                desired.issuer(),
                desired.user(),
                desired.audiences(),
                TokenId.random(random),
                desired.uid(),
                issue.issuedAt(),
                issue.expiresAt());
        var key = wish.issuer()
                .keys()
                .ring()
                .active()
                .orElseThrow(() -> new IllegalStateException(wish.issuer().id() + " has no active key"));
        return TokenSigner.sign(claims, key.key());
    }
}
