package dev.apitoken.operator.apitoken;

import dev.apitoken.operator.issuer.IssuerView;
import dev.apitoken.token.TokenDuration;
import dev.apitoken.token.rotation.DesiredToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer allows (rule D2), looked at on every pass, not only when a token is made. The answer names the limit.
 */
record IssuerLimits(IssuerView issuer) {
    private static final String WARN = "Warn";

    /** Whether what breaks a limit is refused. The selectors of namespaces are none of these limits, and always hold. */
    boolean areEnforced() {
        return !issuer.spec().limits().enforce().equals(WARN);
    }

    /** The first limit that these wishes break; empty: none. */
    Optional<LimitBreach> brokenBy(DesiredToken desired) {
        var limits = issuer.spec().limits();
        return Stream.of(
                        outside("user", desired.user().value(), "limits.users", limits.users()),
                        desired.audiences().stream()
                                .flatMap(audience ->
                                        outside("audience", audience, "limits.audiences", limits.audiences()).stream())
                                .findFirst(),
                        tooLong(desired.validity(), limits.maxValidity()),
                        tooShort(desired.validity(), limits.minValidity()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A default that lies outside the limits is moved inside: nobody asked for it. */
    Duration inside(Duration defaultValidity) {
        if (!areEnforced()) {
            return defaultValidity;
        }
        var shortest = TokenDuration.parse(issuer.spec().limits().minValidity());
        var longest = TokenDuration.parse(issuer.spec().limits().maxValidity());
        var atMost = defaultValidity.compareTo(longest) > 0 ? longest : defaultValidity;
        return atMost.compareTo(shortest) < 0 ? shortest : atMost;
    }

    /** How long after its issue a token is accepted at most, whatever limit it was made under. */
    Optional<Duration> longestLife() {
        return areEnforced()
                ? Optional.of(TokenDuration.parse(issuer.spec().limits().maxValidity()))
                : Optional.empty();
    }

    private Optional<LimitBreach> tooLong(Duration validity, String longest) {
        return validity.compareTo(TokenDuration.parse(longest)) > 0
                ? Optional.of(beyond(validity, "above", "limits.maxValidity", longest))
                : Optional.empty();
    }

    private Optional<LimitBreach> tooShort(Duration validity, String shortest) {
        return validity.compareTo(TokenDuration.parse(shortest)) < 0
                ? Optional.of(beyond(validity, "below", "limits.minValidity", shortest))
                : Optional.empty();
    }

    private LimitBreach beyond(Duration validity, String side, String limit, String bound) {
        return new LimitBreach(
                limit,
                "validity " + TokenDuration.format(validity) + " is " + side + " " + limit + " " + bound + " of "
                        + issuer.id());
    }

    private Optional<LimitBreach> outside(String what, String value, String limit, @Nullable List<String> globs) {
        return globs == null || globs.stream().anyMatch(glob -> Glob.matches(glob, value))
                ? Optional.empty()
                : Optional.of(
                        new LimitBreach(limit, what + " " + value + " is outside " + limit + " of " + issuer.id()));
    }
}
