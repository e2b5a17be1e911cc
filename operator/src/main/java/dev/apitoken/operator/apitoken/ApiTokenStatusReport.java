package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.crds.ApiTokenStatus.HistoryEntry;
import dev.apitoken.crds.ApiTokenStatus.IssuedToken;
import dev.apitoken.crds.ApiTokenStatus.LastRotation;
import dev.apitoken.crds.ApiTokenStatus.PreviousToken;
import dev.apitoken.crds.IssuerRef;
import dev.apitoken.operator.report.Reports;
import dev.apitoken.operator.report.TokenReport;
import dev.apitoken.token.rotation.RotationPlan;
import dev.apitoken.token.rotation.RotationReason;
import dev.apitoken.token.secret.StoredToken;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole status of an ApiToken, made anew from what was observed and done: a report, never state. Only what cannot
 * be seen anywhere else (history, last use) is carried over from the status before.
 */
final class ApiTokenStatusReport {
    private ApiTokenStatusReport() {}

    /** Nobody reported yet, or somebody wiped the report. */
    static boolean isMissing(ApiToken token) {
        return token.getStatus() == null || token.getStatus().conditions().isEmpty();
    }

    /** The report is about the spec as it is now. */
    static boolean isCurrent(ApiToken token) {
        return Objects.equals(
                token.getStatus().observedGeneration(), token.getMetadata().getGeneration());
    }

    /** Written before anything else, so that nobody takes a fresh object for a finished or a broken one (rule E1). */
    static ApiTokenStatus firstLook(ApiToken token, Instant now) {
        return new ApiTokenStatus(
                token.getMetadata().getGeneration(),
                ApiTokenConditions.firstLook(token, now),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    /** @param accountProblem why its user is let in nowhere, whatever the token; empty: nothing */
    static ApiTokenStatus of(
            Observed observed, Outcome outcome, Optional<String> accountProblem, TokenReport report, Instant now) {
        var before = observed.resource().getStatus();
        var stored = tokenAfter(observed, outcome);
        var token = stored.map(ApiTokenStatusReport::issuedToken).orElse(before.token());
        var rotation = lastRotation(observed, token, outcome);
        return new ApiTokenStatus(
                observed.resource().getMetadata().getGeneration(),
                ApiTokenConditions.of(observed, outcome, stored, accountProblem, report, now),
                issuerRef(observed.wish()),
                Holding.secretName(observed.resource()),
                stored.map(found -> found.record().revision()).orElse(before.revision()),
                token,
                stored.flatMap(found -> previous(found, now)).orElse(null),
                renewalTime(outcome),
                rotation,
                report.lastUsed(),
                history(observed, token, stored, rotation, now));
    }

    /** Of the token there is now and of those before it that a gate may still know. */
    static Set<String> tokenIds(Observed observed, Outcome outcome) {
        var ids = new HashSet<>(Reports.idsOf(observed.resource()));
        observed.resource().getStatus().history().stream()
                .map(HistoryEntry::id)
                .filter(Objects::nonNull)
                .forEach(ids::add);
        tokenAfter(observed, outcome).ifPresent(stored -> {
            ids.add(stored.token().claims().id().value());
            stored.record()
                    .previous()
                    .ifPresent(previous -> ids.add(previous.id().value()));
        });
        return ids;
    }

    private static Optional<StoredToken.Intact> tokenAfter(Observed observed, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Settled settled -> settled.token();
            case Outcome.Contested contested -> contested.token();
            case Outcome.Postponed _, Outcome.Blocked _ ->
                observed.stored()
                        .flatMap(stored ->
                                stored instanceof StoredToken.Intact intact ? Optional.of(intact) : Optional.empty());
        };
    }

    private static IssuedToken issuedToken(StoredToken.Intact stored) {
        var token = stored.token();
        return new IssuedToken(
                token.claims().id().value(),
                token.keyId().value(),
                text(token.claims().issuedAt()),
                text(token.claims().expiresAt()),
                token.hint());
    }

    private static Optional<PreviousToken> previous(StoredToken.Intact stored, Instant now) {
        return stored.record()
                .previous()
                .filter(previous -> previous.acceptedUntil().isAfter(now))
                .map(previous -> new PreviousToken(previous.id().value(), text(previous.acceptedUntil())));
    }

    private static @Nullable IssuerRef issuerRef(Wish wish) {
        return wish instanceof Wish.Granted granted
                ? new IssuerRef(
                        granted.issuer().id().kind().name(),
                        granted.issuer().id().name())
                : null;
    }

    private static @Nullable String renewalTime(Outcome outcome) {
        return outcome instanceof Outcome.Settled settled && settled.plan() instanceof RotationPlan.Keep keep
                ? keep.renewalTime().map(ApiTokenStatusReport::text).orElse(null)
                : null;
    }

    private static @Nullable LastRotation lastRotation(
            Observed observed, @Nullable IssuedToken token, Outcome outcome) {
        var before = observed.resource().getStatus();
        if (token == null || (before.lastRotation() != null && isSame(before.token(), token))) {
            return before.lastRotation();
        }
        var rotated = outcome instanceof Outcome.Settled settled ? settled.rotated() : Optional.<RotationReason>empty();
        var reason = rotated.or(observed.notes()::reason);
        return new LastRotation(token.issuedAt(), reason.map(Enum::name).orElse(null));
    }

    private static boolean isSame(@Nullable IssuedToken one, IssuedToken other) {
        return one != null && Objects.equals(one.id(), other.id());
    }

    private static List<HistoryEntry> history(
            Observed observed,
            @Nullable IssuedToken token,
            Optional<StoredToken.Intact> stored,
            @Nullable LastRotation rotation,
            Instant now) {
        var before = observed.resource().getStatus();
        int limit = Math.toIntExact(observed.resource().getSpec().historyLimit());
        var reason = Optional.ofNullable(rotation).map(LastRotation::reason);
        return Stream.concat(ended(before, token, stored, reason, now).stream(), before.history().stream())
                .limit(limit)
                .toList();
    }

    /** The token the status told of, once another one is there. */
    private static Optional<HistoryEntry> ended(
            ApiTokenStatus before,
            @Nullable IssuedToken token,
            Optional<StoredToken.Intact> stored,
            Optional<String> reason,
            Instant now) {
        var old = before.token();
        if (old == null || token == null || isSame(old, token)) {
            return Optional.empty();
        }
        var endedAt = stored.flatMap(found -> found.record().previous())
                .filter(previous -> previous.id().value().equals(old.id()))
                .map(dev.apitoken.token.rotation.PreviousToken::acceptedUntil)
                .orElseGet(() -> notLaterThan(old.expiresAt(), now));
        return Optional.of(new HistoryEntry(
                before.revision(),
                old.id(),
                old.keyId(),
                old.issuedAt(),
                old.expiresAt(),
                text(endedAt),
                reason.orElse(null)));
    }

    /** It may have expired while nobody was there to replace it. */
    private static Instant notLaterThan(@Nullable String expiry, Instant now) {
        return Optional.ofNullable(expiry)
                .map(Instant::parse)
                .filter(end -> end.isBefore(now))
                .orElse(now);
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
