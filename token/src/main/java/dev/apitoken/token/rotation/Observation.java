package dev.apitoken.token.rotation;

/** What was found where an ApiToken's token should be. */
public sealed interface Observation {
    /** The last revision known from anywhere: Secret or status; 0 when nothing was ever issued. */
    long lastRevision();

    /** No Secret. */
    record Missing(long lastRevision) implements Observation {}

    /** A Secret of ours, whose token is absent, altered, badly signed or says something we never signed for it. */
    record Damaged(long lastRevision) implements Observation {}

    record Found(ObservedToken token) implements Observation {
        @Override
        public long lastRevision() {
            return token.revision();
        }
    }
}
