package dev.apitoken.operator.apitoken;

import dev.apitoken.operator.issuer.IssuerKeys;
import dev.apitoken.token.Claims;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.rotation.RotationPlan;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.TokenSigner;
import java.security.SecureRandom;
import java.util.Optional;

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
        return TokenSigner.sign(claims, activeKey(wish).key());
    }

    private static RingKey activeKey(Wish.Granted wish) {
        return Optional.of(wish.issuer().keys())
                .flatMap(keys ->
                        keys instanceof IssuerKeys.Usable usable ? usable.ring().active() : Optional.empty())
                .orElseThrow(() -> new IllegalStateException(wish.issuer().id() + " has no active key"));
    }
}
