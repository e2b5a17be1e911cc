package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.kubernetes.Conflict;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Requeue;
import dev.apitoken.operator.kubernetes.StatusPatch;
import dev.apitoken.operator.kubernetes.Triggers;
import dev.apitoken.operator.report.Reports;
import dev.apitoken.operator.report.TokenReport;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Keeps the token of each ApiToken as its spec asks: observe, plan, apply, report. */
@ControllerConfiguration(name = "apitoken")
public final class ApiTokenReconciler implements Reconciler<ApiToken> {
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final ApiTokenObserver observer;
    private final WriteGuard guard;
    private final MintTurns turns;
    private final StepApplier applier;
    private final TokenAccounts accounts;
    private final Reports reports;
    private final TokenEvents events;
    private final TokenMeters meters;
    private final WakeUps wakeUps;
    private final Triggers<ApiToken> triggers;
    private final InstantSource clock;

    ApiTokenReconciler(
            ApiTokenObserver observer,
            WriteGuard guard,
            MintTurns turns,
            StepApplier applier,
            TokenAccounts accounts,
            Reports reports,
            TokenEvents events,
            TokenMeters meters,
            WakeUps wakeUps,
            Triggers<ApiToken> triggers,
            InstantSource clock) {
        this.observer = observer;
        this.guard = guard;
        this.turns = turns;
        this.applier = applier;
        this.accounts = accounts;
        this.reports = reports;
        this.events = events;
        this.meters = meters;
        this.wakeUps = wakeUps;
        this.triggers = triggers;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, ApiToken>> prepareEventSources(EventSourceContext<ApiToken> context) {
        return triggers.eventSources();
    }

    @Override
    public UpdateControl<ApiToken> reconcile(ApiToken token, Context<ApiToken> context) {
        Instant now = clock.instant();
        if (ApiTokenStatusReport.isMissing(token)) {
            return StatusPatch.of(token, ApiTokenStatusReport.firstLook(token, now), new ApiToken())
                    .rescheduleAfter(AT_ONCE);
        }
        return Conflict.retried(
                meters::conflict,
                () -> observe(token, now).map(seen -> act(seen, now)).orElseGet(UpdateControl::noUpdate));
    }

    /** Empty: gone, or its turn has not come. The caches are enough to see that nothing is to be done. Before anything is written the API server is asked. */
    private Optional<Observed> observe(ApiToken token, Instant now) {
        var cached = observer.cached(token);
        return switch (ApiTokenPlanner.plan(cached, now)) {
            case Step.Mint mint -> waitsForItsTurn(mint, cached, now) ? Optional.empty() : observer.live(token);
            case Step.Rest _, Step.Blocked _ -> {
                turns.leave(ObjectName.of(token));
                yield ApiTokenStatusReport.isCurrent(token) ? Optional.of(cached) : observer.live(token);
            }
            case Step.Repair _, Step.Restart _ -> {
                turns.leave(ObjectName.of(token));
                yield observer.live(token);
            }
        };
    }

    /** What is held up anyway takes nobody's turn. */
    private boolean waitsForItsTurn(Step.Mint mint, Observed cached, Instant now) {
        return guard.holdUp(mint, cached, now).isEmpty()
                && !turns.has(ObjectName.of(cached.resource()), MintUrgency.of(mint.wish(), cached.token(), now));
    }

    private UpdateControl<ApiToken> act(Observed observed, Instant now) {
        var step = ApiTokenPlanner.plan(observed, now);
        var outcome = step instanceof Step.Mint mint
                ? meters.mint(mint, () -> applier.apply(step, observed, now))
                : applier.apply(step, observed, now);
        return report(observed, outcome, now);
    }

    private UpdateControl<ApiToken> report(Observed observed, Outcome outcome, Instant now) {
        var token = observed.resource();
        var reported = reported(observed, outcome);
        var status = ApiTokenStatusReport.of(observed, outcome, accounts.problemOf(observed), reported, now);
        events.send(token, status, outcome);
        meters.count(outcome, token.getStatus(), now);
        var wakeAt = wakeUps.after(observed, outcome, UnusedCondition.wakeAt(observed, reported, now), now);
        return StatusPatch.of(token, status, new ApiToken()).rescheduleAfter(Requeue.at(wakeAt, now));
    }

    private TokenReport reported(Observed observed, Outcome outcome) {
        boolean rotated =
                outcome instanceof Outcome.Settled settled && settled.rotated().isPresent();
        return reports.of(observed.resource(), ApiTokenStatusReport.tokenIds(observed, outcome), rotated);
    }

    /** Tried again with growing pauses. One failure alone is no news: it is reported when a second try failed too. */
    @Override
    public ErrorStatusUpdateControl<ApiToken> updateErrorStatus(
            ApiToken token, Context<ApiToken> context, Exception failure) {
        boolean isFirst = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0) == 0;
        if (isFirst || ApiTokenStatusReport.isMissing(token)) {
            return ErrorStatusUpdateControl.defaultErrorProcessing();
        }
        var now = clock.instant();
        var observed = observer.cached(token);
        var outcome = Outcome.failed(observed.wish(), failure, now);
        var status = ApiTokenStatusReport.of(
                observed, outcome, accounts.problemOf(observed), reported(observed, outcome), now);
        return StatusPatch.of(token, status, new ApiToken())
                .getResource()
                .map(ErrorStatusUpdateControl::patchStatus)
                .orElseGet(ErrorStatusUpdateControl::noStatusUpdate);
    }
}
