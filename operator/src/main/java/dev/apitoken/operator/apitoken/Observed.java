package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ReadyReason;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.rotation.Observation;
import dev.apitoken.token.rotation.ObservedToken;
import dev.apitoken.token.secret.StoredToken;
import dev.apitoken.token.signing.SignatureCheckException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything a decision about one ApiToken depends on, except the time.
 *
 * @param stored what its Secret holds; empty when it has none, or when nothing can be read without a granted wish
 */
record Observed(ApiToken resource, Wish wish, Holding holding, Optional<StoredToken> stored) {

    /**
     * Where signatures cannot be checked nobody can tell a good token from an altered one. Such a token is neither
     * replaced nor listed, and the status says why.
     */
    static Observed of(ApiToken resource, Wish wish, Holding holding, Supplier<Optional<StoredToken>> stored) {
        try {
            return new Observed(resource, wish, holding, stored.get());
        } catch (SignatureCheckException e) {
            var refused = new Wish.Refused(
                    ReadyReason.SigningFailed,
                    e.getMessage() + ", so nothing is issued: look at the operator's Java and its security providers");
            return new Observed(resource, refused, holding, Optional.empty());
        }
    }

    Observation observation() {
        return stored.map(StoredToken::observation).orElseGet(() -> new Observation.Missing(lastRevision(resource)));
    }

    Optional<ObservedToken> token() {
        return observation() instanceof Observation.Found(var token) ? Optional.of(token) : Optional.empty();
    }

    static ObservedToken token(StoredToken.Intact stored) {
        return new ObservedToken(
                stored.token().claims(), stored.token().keyId(), stored.token().digest(), stored.record());
    }

    /** What its Secret says beside the token. */
    SecretNotes notes() {
        return wish instanceof Wish.Granted granted
                ? holding.bearer()
                        .map(secret -> SecretNotes.read(SecretObject.content(secret), granted.restartTargets()))
                        .orElse(SecretNotes.NONE)
                : SecretNotes.NONE;
    }

    /** As the status remembers it; the Secret's own word counts more. */
    static long lastRevision(ApiToken resource) {
        return Optional.ofNullable(resource.getStatus())
                .flatMap(status -> Optional.ofNullable(status.revision()))
                .orElse(0L);
    }
}
