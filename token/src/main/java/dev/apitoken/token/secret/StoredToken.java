package dev.apitoken.token.secret;

import dev.apitoken.token.SignedToken;
import dev.apitoken.token.rotation.Observation;
import dev.apitoken.token.rotation.ObservedToken;
import dev.apitoken.token.rotation.TokenRecord;

/** What a token Secret turned out to hold. */
public sealed interface StoredToken {
    Observation observation();

    /**
     * The token as it was written. Signed by a key of the ring, or by one that the ring does not know: of such a token
     * nothing can be verified, and the planner replaces it whatever it says.
     */
    record Intact(SignedToken token, TokenRecord record) implements StoredToken {
        @Override
        public Observation observation() {
            return new Observation.Found(new ObservedToken(token.claims(), token.keyId(), token.digest(), record));
        }
    }

    /** No token, an altered one, or one that no key of ours signed. */
    record Damaged(long lastRevision) implements StoredToken {
        @Override
        public Observation observation() {
            return new Observation.Damaged(lastRevision);
        }
    }
}
