package dev.apitoken.operator.access;

import java.util.List;
import java.util.Optional;

/** How far the cluster has followed the author of a policy. */
sealed interface Enforcement {
    /** The generation of the policy that was looked at. */
    long generation();

    /**
     * The head says what was compiled.
     *
     * @param tokens how many are listed
     * @param filteredByPeer how many of them have a source filter while nobody's word about the client is believed
     * @param notListed a few of those who are not
     * @param problem a field that could not be read; what it said before stays in force
     * @param rights what became of Role and RoleBinding
     */
    record Enforced(
            long generation,
            long revision,
            int tokens,
            int filteredByPeer,
            List<NotListed> notListed,
            Optional<ParsedSettings.Invalid> problem,
            WriteOutcome rights)
            implements Enforcement {
        /** Enough to see what is wrong; the CRD's bound. */
        static final int NAMED = 20;

        public Enforced {
            notListed = notListed.stream().limit(NAMED).toList();
        }
    }

    /** Nothing could be compiled, and nothing was enforced before. */
    record Unreadable(long generation, ParsedSettings.Invalid problem) implements Enforcement {}

    /** @param secret a foreign one of the name we need */
    record Conflict(long generation, String secret) implements Enforcement {}

    /** @param cause without any secret; tried again by itself */
    record Failed(long generation, String cause) implements Enforcement {}
}
