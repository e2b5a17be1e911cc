package dev.apitoken.operator.apitoken;

import dev.apitoken.operator.restart.RestartTarget;
import dev.apitoken.token.rotation.RotationReason;
import dev.apitoken.token.secret.SecretContent;
import dev.apitoken.token.secret.TokenSecret;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is noted in a Secret beside the token and its record, and decides nothing about the token.
 *
 * @param reason why it was issued, if that is known
 * @param restartsDue which workloads have yet to be restarted on account of it
 */
record SecretNotes(Optional<RotationReason> reason, SortedSet<RestartTarget> restartsDue) {
    static final SecretNotes NONE = new SecretNotes(Optional.empty(), new TreeSet<>());

    SecretNotes {
        restartsDue = Collections.unmodifiableSortedSet(new TreeSet<>(restartsDue));
    }

    /** Of a token issued just now. Pods read the first one when they start, so it restarts nothing (rule A16). */
    static SecretNotes ofNew(RotationReason reason, Collection<RestartTarget> targets) {
        return new SecretNotes(
                Optional.of(reason), new TreeSet<>(reason == RotationReason.FirstIssue ? List.of() : targets));
    }

    /** @param targets as the spec lists them now: one that it does not list any more is not restarted */
    static SecretNotes read(SecretContent content, Collection<RestartTarget> targets) {
        var due = TokenSecret.restartsDue(content).stream()
                .flatMap(word -> RestartTarget.parse(word).stream())
                .filter(targets::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        return new SecretNotes(TokenSecret.reason(content), due);
    }

    SecretNotes withRestartsDue(Collection<RestartTarget> due) {
        return new SecretNotes(reason, new TreeSet<>(due));
    }

    SecretContent on(SecretContent content) {
        var explained =
                reason.map(known -> TokenSecret.explained(content, known)).orElse(content);
        return TokenSecret.restartsNoted(
                explained,
                restartsDue.stream().map(RestartTarget::toString).collect(Collectors.toCollection(TreeSet::new)));
    }
}
