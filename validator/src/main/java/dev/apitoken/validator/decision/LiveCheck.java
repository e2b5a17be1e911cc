package dev.apitoken.validator.decision;

import dev.apitoken.validator.credential.PresentedCredential;
import dev.apitoken.validator.index.AccessIndex;
import dev.apitoken.validator.index.ListedToken;
import dev.apitoken.validator.index.ListedToken.Signature;
import java.time.Instant;
import java.util.Optional;

/** Whether a listed token is live: not past its end, and signed as its entry says. */
final class LiveCheck {
    private LiveCheck() {}

    /** Why it is not; empty if it is. */
    static Optional<DenialReason> doubt(
            ListedToken listed, PresentedCredential credential, AccessIndex index, Instant now) {
        if (!now.isBefore(listed.entry().acceptedUntil())) {
            return Optional.of(DenialReason.ExpiredToken);
        }
        return switch (SignatureCheck.of(listed, credential, index.policy().audience())) {
            case Signature.Good good -> Optional.empty();
            case Signature.Bad bad -> Optional.of(DenialReason.BadSignature);
            // Nobody can tell. That is a fault of ours and not a reason to throw a token away.
            case Signature.Unchecked unchecked -> Optional.of(DenialReason.Failed);
        };
    }
}
