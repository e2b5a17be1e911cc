package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ReadyReason;
import dev.apitoken.operator.issuer.IssuerKeys;
import dev.apitoken.operator.issuer.IssuerLookup;
import dev.apitoken.operator.issuer.IssuerView;
import dev.apitoken.token.rotation.DesiredToken;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** From the words of an ApiToken to what it asks for. */
final class DesiredTokens {
    /** Refused everywhere until removed; its value says why. Outside spec, so that self-healing GitOps leaves it alone. */
    static final String DENIED = "apitoken.dev/denied";

    /** As {@code spec.rotation.rotateAfter}. */
    static final String ROTATE_AFTER = "apitoken.dev/rotate-after";

    private DesiredTokens() {}

    static Wish parse(ApiToken token, IssuerLookup issuer) {
        return switch (issuer) {
            case IssuerLookup.NotFound(var message) -> new Wish.Refused(ReadyReason.IssuerNotFound, message);
            case IssuerLookup.NotServed(var message) -> new Wish.Refused(ReadyReason.NotAllowed, message);
            case IssuerLookup.NotYetKnown(var message) -> new Wish.Refused(ReadyReason.IssuerNotReady, message);
            case IssuerLookup.Found(var found)
            when found.keys() instanceof IssuerKeys.Unusable keys && keys.knowsNothing() ->
                new Wish.Refused(ReadyReason.IssuerNotReady, found.id() + " is not ready: " + keys.why());
            case IssuerLookup.Found(var found) -> parse(token, found);
        };
    }

    private static Wish parse(ApiToken token, IssuerView issuer) {
        try {
            var reader = new SpecReader(token.getSpec(), issuer.spec().defaults());
            var desired = desired(token, issuer, reader);
            var form = reader.form(
                    token.getMetadata().getName(), token.getMetadata().getUid());
            return Wish.Granted.within(
                    new IssuerLimits(issuer), desired, form, reader.sources(), reader.restartTargets());
        } catch (InvalidFieldException e) {
            return new Wish.Refused(ReadyReason.InvalidSpec, String.valueOf(e.getMessage()));
        }
    }

    private static DesiredToken desired(ApiToken token, IssuerView issuer, SpecReader reader) {
        var spec = token.getSpec();
        var limits = new IssuerLimits(issuer);
        boolean requested = spec.validity() != null;
        var validity = requested ? reader.validity() : limits.inside(reader.validity());
        return new DesiredToken(
                token.getMetadata().getUid(),
                issuer.issuer(),
                reader.user(),
                reader.audiences(token.getMetadata().getNamespace()),
                new DesiredToken.Switches(
                        spec.enabled(), annotation(token, DENIED).isPresent(), spec.suspend()),
                validity,
                requested,
                reader.expiresAt(),
                rotateAfter(token, reader),
                reader.rotation(validity),
                issuer.keyStates(),
                limits.longestLife());
    }

    private static List<Instant> rotateAfter(ApiToken token, SpecReader reader) {
        var annotated = SpecReader.instant(
                "annotation " + ROTATE_AFTER, annotation(token, ROTATE_AFTER).orElse(null));
        return Stream.of(reader.rotateAfter(), annotated)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> annotation(ApiToken token, String name) {
        return Optional.ofNullable(
                Objects.requireNonNullElse(token.getMetadata().getAnnotations(), Map.<String, String>of())
                        .get(name));
    }
}
