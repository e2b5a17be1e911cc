package dev.apitoken.operator.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How far the cluster has followed the author of a policy. */
sealed interface Enforcement {
    /** The generation of the policy that was looked at. */
    long generation();

    State state();

    /** What {@code apitoken_access_policies} counts. A closed set. */
    enum State {
        Enforced,
        Narrowed,
        Unreadable,
        Conflict,
        Failed;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The head says what was compiled.
     *
     * @param tokens how many are listed
     * @param fill of the fullest Secret
     * @param filteredByPeer how many of them have a source filter while nobody's word about the client is believed
     * @param notListed a few of those who are not
     * @param problem a field that could not be read; what it said before stays in force
     * @param rights what became of Role and RoleBinding
     * @param shortage when not everything found room
     */
    record Enforced(
            long generation,
            long revision,
            int tokens,
            double fill,
            int filteredByPeer,
            List<NotListed> notListed,
            Optional<ParsedSettings.Invalid> problem,
            WriteOutcome rights,
            Optional<Shortage> shortage)
            implements Enforcement {
        /** Enough to see what is wrong; the CRD's bound. */
        static final int NAMED = 20;

        public Enforced {
            notListed = notListed.stream().limit(NAMED).toList();
        }

        static Enforced of(ParsedPolicy policy, Compilation wanted, ApplyOutcome.Stands stands) {
            return new Enforced(
                    policy.generation(),
                    stands.revision(),
                    stands.content().entries().size(),
                    stands.fill(),
                    stands.content().filteredByPeer(),
                    wanted.notListed(),
                    policy.problem(),
                    stands.rights(),
                    stands.obstacle().map(obstacle -> new Shortage(obstacle, stands.missing(wanted))));
        }

        @Override
        public State state() {
            if (problem.isPresent()) {
                return State.Unreadable;
            }
            return shortage.isPresent() ? State.Narrowed : State.Enforced;
        }
    }

    /** @param missing how many entries found no room for want of another Secret */
    record Shortage(Obstacle obstacle, int missing) {}

    /** Nothing could be compiled, and nothing was enforced before. */
    record Unreadable(long generation, ParsedSettings.Invalid problem) implements Enforcement {
        @Override
        public State state() {
            return State.Unreadable;
        }
    }

    /** @param secret a foreign one of the name we need */
    record Conflict(long generation, String secret) implements Enforcement {
        @Override
        public State state() {
            return State.Conflict;
        }
    }

    /** @param cause without any secret; tried again by itself */
    record Failed(long generation, String cause) implements Enforcement {
        @Override
        public State state() {
            return State.Failed;
        }
    }
}
