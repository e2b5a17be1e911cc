package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.IssuerSpec;
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

    /** The first limit that these wishes break; empty: none. */
    Optional<String> brokenBy(DesiredToken desired) {
        var limits = issuer.spec().limits();
        return Stream.of(
                        outside("user", desired.user().value(), "limits.users", limits.users()),
                        desired.audiences().stream()
                                .flatMap(audience ->
                                        outside("audience", audience, "limits.audiences", limits.audiences()).stream())
                                .findFirst(),
                        validity(desired, limits))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A default that lies outside the limits is moved inside: nobody asked for it. */
    Duration inside(Duration defaultValidity) {
        var shortest = TokenDuration.parse(issuer.spec().limits().minValidity());
        var longest = TokenDuration.parse(issuer.spec().limits().maxValidity());
        var atMost = defaultValidity.compareTo(longest) > 0 ? longest : defaultValidity;
        return atMost.compareTo(shortest) < 0 ? shortest : atMost;
    }

    private Optional<String> validity(DesiredToken desired, IssuerSpec.Limits limits) {
        if (desired.validity().compareTo(TokenDuration.parse(limits.maxValidity())) > 0) {
            return Optional.of(beyond(desired.validity(), "above limits.maxValidity " + limits.maxValidity()));
        }
        if (desired.validity().compareTo(TokenDuration.parse(limits.minValidity())) < 0) {
            return Optional.of(beyond(desired.validity(), "below limits.minValidity " + limits.minValidity()));
        }
        return Optional.empty();
    }

    private String beyond(Duration validity, String limit) {
        return "validity " + TokenDuration.format(validity) + " is " + limit + " of " + issuer.id();
    }

    private Optional<String> outside(String what, String value, String limit, @Nullable List<String> globs) {
        return globs == null || globs.stream().anyMatch(glob -> Glob.matches(glob, value))
                ? Optional.empty()
                : Optional.of(what + " " + value + " is outside " + limit + " of " + issuer.id());
    }
}
