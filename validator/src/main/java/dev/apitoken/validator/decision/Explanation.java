package dev.apitoken.validator.decision;

import dev.apitoken.token.Claims;
import dev.apitoken.token.access.CanonicalPath;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.RequestTarget;
import dev.apitoken.token.access.Rule;
import dev.apitoken.token.signing.TokenVerifier;
import dev.apitoken.token.signing.Verification;
import dev.apitoken.token.signing.Verification.Verified;
import dev.apitoken.validator.credential.PresentedCredential;
import dev.apitoken.validator.index.AccessIndex;
import dev.apitoken.validator.index.AccessState;
import dev.apitoken.validator.index.ListedToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why a token is let in or not, for those who may know. The decisions are those of a real request, by the same code.
 *
 * @param token about the token alone, whatever the rules say
 * @param listed its entry, if its digest is listed
 * @param unlisted what one of our issuers signed, if its digest is not listed: it was ended, or is for others
 * @param request about method and path too
 * @param ruleNumber of the first rule that matches, from 1; empty: none does
 */
public record Explanation(
        AccessDecision token,
        Optional<ListedToken> listed,
        Optional<Verified> unlisted,
        AccessDecision request,
        Optional<Integer> ruleNumber) {
    /** Who has it may ask. */
    public static final String ROLE = "explain";

    /** @param token the one that the trial presents */
    public static Explanation of(String token, Trial trial, AccessIndex index, Instant now) {
        var state = new AccessState.Usable(index);
        // First: what is found out about the signature is then known of the entry.
        AccessDecision request = RequestAuthenticator.decide(trial, state, now);
        AccessDecision alone = RequestAuthenticator.identify(trial.anywhere(), state, now);
        Optional<ListedToken> listed =
                PresentedCredential.of(token).flatMap(credential -> index.find(credential.digest()));
        return new Explanation(
                alone,
                listed,
                listed.isPresent() ? Optional.empty() : signedByUs(token, index.issuers()),
                request,
                ruleNumber(trial, index.policy().rules()));
    }

    private static Optional<Verified> signedByUs(String token, List<IssuerKeys> issuers) {
        for (IssuerKeys issuer : issuers) {
            Verification verification = TokenVerifier.verify(token, issuer.keys());
            if (verification instanceof Verified(Claims claims, var key)
                    && claims.issuer().equals(issuer.issuer())) {
                return Optional.of(new Verified(claims, key));
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> ruleNumber(Trial trial, List<Rule> rules) {
        if (!(CanonicalPath.parse(trial.target(), Optional.empty()) instanceof RequestTarget.Canonical target)) {
            return Optional.empty();
        }
        return RequestAuthenticator.ruleFor(trial.method(), target.path(), rules)
                .map(rule -> rules.indexOf(rule) + 1)
                .filter(number -> number > 0);
    }
}
