package dev.apitoken.validator.decision;

import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.validator.credential.PresentedCredential;
import dev.apitoken.validator.index.AccessIndex;
import java.time.Instant;
import java.util.Optional;

/** Whether this policy would let a token in, asked by somebody else than its bearer (RFC 7662). */
public final class Introspection {
    /** Who has it may ask. */
    public static final String ROLE = "introspect";

    private Introspection() {}

    /**
     * The same checks as for a request, in the same order and under the same limits. Never throws.
     *
     * @param source where the token was used from, as far as the asker says; a token that is bound to addresses is not
     *     active without
     * @return empty: not active, for whatever reason
     */
    public static Optional<TokenEntry> active(
            String token, Optional<IpAddress> source, AccessIndex index, Instant now) {
        try {
            return PresentedCredential.of(token).flatMap(credential -> active(credential, source, index, now));
        } catch (RuntimeException e) {
            // Not kept: its message may quote what was asked about.
            return Optional.empty();
        }
    }

    private static Optional<TokenEntry> active(
            PresentedCredential credential, Optional<IpAddress> source, AccessIndex index, Instant now) {
        return index.find(credential.digest())
                .filter(listed ->
                        LiveCheck.doubt(listed, credential, index, now).isEmpty())
                .map(listed -> listed.entry())
                .filter(entry -> entry.sources().isEmpty()
                        || source.isPresent() && entry.sources().get().admits(source.get()));
    }
}
