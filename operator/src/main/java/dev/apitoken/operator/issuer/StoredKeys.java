package dev.apitoken.operator.issuer;

import dev.apitoken.token.signing.KeyRing;
import java.util.Optional;

/** What was found where an issuer's keys should be. */
sealed interface StoredKeys {
    /** The ring, if there is one that can be read. */
    default Optional<KeyRing> ring() {
        return this instanceof Readable readable ? Optional.of(readable.found()) : Optional.empty();
    }

    /** No Secret. */
    record Absent() implements StoredKeys {}

    /** @param resourceVersion of the Secret, so that only this very ring is ever replaced */
    record Readable(KeyRing found, String resourceVersion) implements StoredKeys {}

    /** @param why never a byte of the Secret's content */
    record Corrupt(String why) implements StoredKeys {}
}
