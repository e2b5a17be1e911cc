package dev.apitoken.operator.access;

import dev.apitoken.crds.ReadyReason;
import dev.apitoken.operator.apitoken.TokenView;
import dev.apitoken.operator.apitoken.Wish;
import dev.apitoken.token.rotation.ObservedToken;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** An ApiToken as the operator sees it, made into what the compiler needs of it. */
final class CompilableTokens {
    private CompilableTokens() {}

    static CompilableToken of(TokenView token) {
        if (token.isBeingDeleted()) {
            return CompilableToken.Unlistable.unmentioned(
                    token.name(), token.resource().getMetadata().getUid());
        }
        return switch (token.wish()) {
            case Wish.Refused(ReadyReason reason, String message) -> unlistable(token, reasonOf(reason));
            case Wish.Granted granted ->
                token.token()
                        .map(observed -> issued(token, granted, observed))
                        .orElseGet(() -> unlistable(token, NotListedReason.NotIssued));
        };
    }

    private static CompilableToken issued(TokenView token, Wish.Granted granted, ObservedToken observed) {
        return new CompilableToken.Issued(
                token.name().namespace(),
                token.name().name(),
                granted.issuer().id(),
                granted.desired(),
                observed,
                Optional.ofNullable(token.resource().getSpec().roles()).map(Set::copyOf),
                granted.sources());
    }

    private static CompilableToken unlistable(TokenView token, NotListedReason reason) {
        var name = token.name();
        var audiences = token.wish() instanceof Wish.Granted granted
                ? granted.desired().audiences()
                : Set.copyOf(
                        Objects.requireNonNullElse(token.resource().getSpec().audiences(), List.of(name.namespace())));
        var uid = token.resource().getMetadata().getUid();
        return new CompilableToken.Unlistable(name.namespace(), name.name(), uid, audiences, reason);
    }

    private static NotListedReason reasonOf(ReadyReason reason) {
        return switch (reason) {
            case IssuerNotFound -> NotListedReason.IssuerNotFound;
            case IssuerNotReady -> NotListedReason.IssuerNotReady;
            case NotAllowed -> NotListedReason.NotAllowed;
            case SecretConflict -> NotListedReason.SecretConflict;
            case InvalidSpec -> NotListedReason.InvalidSpec;
            case AsRequested, Progressing, SigningFailed, RenewalFailed -> NotListedReason.NotIssued;
        };
    }
}
