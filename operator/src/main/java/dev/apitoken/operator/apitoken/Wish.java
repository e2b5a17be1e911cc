package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ReadyReason;
import dev.apitoken.operator.issuer.IssuerView;
import dev.apitoken.operator.restart.RestartTarget;
import dev.apitoken.token.rotation.DesiredToken;
import dev.apitoken.token.secret.SecretForm;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** What an ApiToken asks for, judged against its issuer. */
public sealed interface Wish {
    /**
     * It may have what it asks for.
     *
     * @param restartTargets workloads of its namespace, restarted after each rotation
     */
    record Granted(DesiredToken desired, IssuerView issuer, SecretForm form, SortedSet<RestartTarget> restartTargets)
            implements Wish {
        public Granted {
            restartTargets = Collections.unmodifiableSortedSet(new TreeSet<>(restartTargets));
        }
    }

    /**
     * It cannot be given a token, and one it already has is accepted nowhere.
     *
     * @param message for people: what is wrong and what to do
     */
    record Refused(ReadyReason reason, String message) implements Wish {}
}
