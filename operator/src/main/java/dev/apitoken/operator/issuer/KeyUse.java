package dev.apitoken.operator.issuer;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the tokens there are say of the key that signed them. */
sealed interface KeyUse {
    /** No token of this key is there. */
    KeyUse NONE = new Until(Instant.EPOCH);

    /** @param lastEnd of all its tokens */
    record Until(Instant lastEnd) implements KeyUse {}

    /** There is a token of it whose end nobody knows: such a token must never lose its key. */
    record Unknown() implements KeyUse {}

    static KeyUse of(List<Optional<Instant>> ends) {
        return ends.stream().anyMatch(Optional::isEmpty)
                ? new Unknown()
                : ends.stream()
                        .flatMap(Optional::stream)
                        .max(Comparator.naturalOrder())
                        .<KeyUse>map(Until::new)
                        .orElse(NONE);
    }
}
