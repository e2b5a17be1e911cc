package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ReadyReason;
import dev.apitoken.operator.issuer.IssuerView;
import dev.apitoken.operator.restart.RestartTarget;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.token.rotation.DesiredToken;
import dev.apitoken.token.secret.SecretForm;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What an ApiToken asks for, judged against its issuer. */
public sealed interface Wish {
    /**
     * It may have what it asks for.
     *
     * @param sources where it may be used from; empty: anywhere
     * @param restartTargets workloads of its namespace, restarted after each rotation
     * @param tolerated the limit it is outside of, of an issuer whose limits only warn; empty: none
     */
    record Granted(
            DesiredToken desired,
            IssuerView issuer,
            SecretForm form,
            Optional<SourceFilter> sources,
            SortedSet<RestartTarget> restartTargets,
            Optional<LimitBreach> tolerated)
            implements Wish {
        public Granted {
            restartTargets = Collections.unmodifiableSortedSet(new TreeSet<>(restartTargets));
        }

        static Wish within(
                IssuerLimits limits,
                DesiredToken desired,
                SecretForm form,
                Optional<SourceFilter> sources,
                SortedSet<RestartTarget> restartTargets) {
            return new Granted(desired, limits.issuer(), form, sources, restartTargets, Optional.empty())
                    .judged(limits.brokenBy(desired));
        }

        /** Refused for a limit that is enforced. */
        Wish judged(Optional<LimitBreach> breach) {
            if (breach.isEmpty()) {
                return this;
            }
            return new IssuerLimits(issuer).areEnforced()
                    ? new Refused(ReadyReason.NotAllowed, breach.get().message())
                    : new Granted(desired, issuer, form, sources, restartTargets, tolerated.or(() -> breach));
        }
    }

    /**
     * It cannot be given a token, and one it already has is accepted nowhere.
     *
     * @param message for people: what is wrong and what to do
     */
    record Refused(ReadyReason reason, String message) implements Wish {}
}
