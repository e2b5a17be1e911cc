package dev.apitoken.operator.apitoken;

import static dev.apitoken.operator.apitoken.Samples.EXPIRY;
import static dev.apitoken.operator.apitoken.Samples.GENERATION;
import static dev.apitoken.operator.apitoken.Samples.ISSUED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.LiveReason;
import dev.apitoken.crds.ReadyReason;
import dev.apitoken.crds.RenewalReason;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.restart.RestartOutcome;
import dev.apitoken.operator.restart.RestartTarget;
import dev.apitoken.token.rotation.RotationPlanner;
import dev.apitoken.token.secret.StoredToken;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules E1 to E3: what is told of each state.  */
class ApiTokenConditionsTest {

    /** A state, and the five conditions that tell of it: Ready, Live, RenewalHealthy, Reconciling, Stalled. */
    static Stream<Arguments> states() {
        String doneWith = "Reconciling False AsRequested, Stalled False AsRequested";
        return Stream.of(
                state(
                        "as asked for",
                        settled("", "", ISSUED),
                        "True AsRequested",
                        "True Listed",
                        "True OnTime",
                        doneWith),
                state(
                        "disabled",
                        settled("enabled: false", "", ISSUED),
                        "True AsRequested",
                        "False Disabled",
                        "True OnTime",
                        doneWith),
                state(
                        "denied",
                        settled("", "apitoken.dev/denied: leaked", ISSUED),
                        "True AsRequested",
                        "False Denied",
                        "True OnTime",
                        doneWith),
                state(
                        "past its hard end",
                        settled("expiresAt: '2026-11-22T11:00:00Z'", "", ISSUED.plus(Duration.ofHours(1))),
                        "True AsRequested",
                        "False Expired",
                        "True OnTime",
                        doneWith),
                state(
                        "suspended",
                        settled("suspend: true", "", ISSUED),
                        "True AsRequested",
                        "True Listed",
                        "True OnTime",
                        doneWith),
                state(
                        "suspended and expired",
                        settled("suspend: true", "", EXPIRY),
                        "True AsRequested",
                        "False Expired",
                        "True OnTime",
                        doneWith),
                state(
                        "manual and due",
                        settled("rotation: {policy: Manual}", "", EXPIRY.minusSeconds(1)),
                        "True AsRequested",
                        "True Listed",
                        "False Manual",
                        doneWith),
                state(
                        "manual and expired",
                        settled("rotation: {policy: Manual}", "", EXPIRY),
                        "True AsRequested",
                        "False Expired",
                        "False Manual",
                        doneWith),
                state(
                        "renewal failing, token good",
                        postponed(ReadyReason.RenewalFailed, RenewalReason.RetryBackoff, EXPIRY.minusSeconds(1)),
                        "True AsRequested",
                        "True Listed",
                        "False RetryBackoff",
                        "Reconciling True RenewalFailed, Stalled False RenewalFailed"),
                state(
                        "renewal failing, token expired",
                        postponed(ReadyReason.RenewalFailed, RenewalReason.RetryBackoff, EXPIRY),
                        "False RenewalFailed",
                        "False Expired",
                        "False Overdue",
                        "Reconciling True RenewalFailed, Stalled False RenewalFailed"),
                state(
                        "signing failing",
                        postponed(ReadyReason.SigningFailed, RenewalReason.RetryBackoff, EXPIRY),
                        "False SigningFailed",
                        "False Expired",
                        "False Overdue",
                        "Reconciling True SigningFailed, Stalled False SigningFailed"),
                state(
                        "clock wrong",
                        postponed(ReadyReason.RenewalFailed, RenewalReason.ClockSkew, EXPIRY),
                        "False RenewalFailed",
                        "False Expired",
                        "False ClockSkew",
                        "Reconciling True RenewalFailed, Stalled False RenewalFailed"),
                state(
                        "label fought over",
                        contested(true),
                        "True AsRequested",
                        "True Listed",
                        "False RetryBackoff",
                        "Reconciling False SecretConflict, Stalled True SecretConflict"),
                state(
                        "token fought over",
                        contested(false),
                        "False SecretConflict",
                        "False NotIssued",
                        "False RetryBackoff",
                        "Reconciling False SecretConflict, Stalled True SecretConflict"),
                blocked(ReadyReason.InvalidSpec, "Reconciling False InvalidSpec, Stalled True InvalidSpec"),
                blocked(ReadyReason.NotAllowed, "Reconciling False NotAllowed, Stalled True NotAllowed"),
                blocked(ReadyReason.SecretConflict, "Reconciling False SecretConflict, Stalled True SecretConflict"),
                blocked(ReadyReason.IssuerNotFound, "Reconciling True IssuerNotFound, Stalled False IssuerNotFound"),
                blocked(ReadyReason.IssuerNotReady, "Reconciling True IssuerNotReady, Stalled False IssuerNotReady"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void eachStateIsToldByFiveConditions(String name, State state, String expected) {
        assertThat(words(state.conditions(Optional.empty()))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void eachTypeStandsOnceForThisGenerationWithASentenceWhereSomethingIsWrong(String name, State state) {
        var conditions = state.conditions(Optional.empty());

        assertThat(conditions).extracting(Condition::getType).doesNotHaveDuplicates();
        assertThat(conditions)
                .filteredOn(condition -> !condition.getType().equals("Enforced"))
                .extracting(Condition::getObservedGeneration)
                .containsOnly(GENERATION);
        assertThat(conditions)
                .filteredOn(
                        condition -> List.of("Ready", "Live", "RenewalHealthy").contains(condition.getType())
                                && condition.getStatus().equals("False"))
                .allSatisfy(condition -> assertThat(condition.getMessage()).isNotBlank());
    }

    @Test
    void everyReasonIsToldOfSomeState() {
        var told = new HashSet<String>();
        states().map(state -> (State) state.get()[1])
                .forEach(state -> state.conditions(Optional.empty()).forEach(c -> told.add(c.getReason())));
        told.addAll(reasons(settled("", "", ISSUED).conditions(Optional.of("ApiAccount ci is disabled"))));
        told.addAll(reasons(ApiTokenConditions.firstLook(Samples.apiToken("", ""), ISSUED)));

        assertThat(told)
                .containsAll(names(ReadyReason.values()))
                .containsAll(names(LiveReason.values()))
                .containsAll(names(RenewalReason.values()));
    }

    @Test
    void theFirstLookSaysThatNothingIsKnownYet() {
        assertThat(ApiTokenConditions.firstLook(Samples.apiToken("", ""), ISSUED))
                .extracting(condition -> condition.getType() + " " + condition.getStatus())
                .containsExactly("Ready Unknown", "Live Unknown", "Reconciling True", "Stalled False");
    }

    @Test
    void anAccountThatLetsNobodyInIsNoFaultOfTheToken() {
        var conditions = settled("", "", ISSUED).conditions(Optional.of("ApiAccount ci is disabled"));

        assertThat(words(conditions)).startsWith("Ready True AsRequested, Live False AccountDisabled");
    }

    /** Rule A17. */
    @ParameterizedTest
    @CsvSource({"0s,false", "1s,true", "119s,true", "2m,false", "10m,false"})
    void anOverlapShorterThanAMountIsWarnedOf(String overlap, boolean warned) {
        var conditions = settled("rotation: {overlap: %s}".formatted(overlap), "", ISSUED)
                .conditions(Optional.empty());

        assertThat(renewal(conditions).getStatus()).isEqualTo("True");
        assertThat(renewal(conditions).getMessage().contains("shorter than a mounted Secret may take"))
                .isEqualTo(warned);
    }

    @Test
    void aRestartThatCannotBeMadeIsNamed() {
        var target = RestartTarget.of("Deployment", "reports");

        assertThat(renewal(restarts(new RestartOutcome.NotThere(target))).getMessage())
                .contains("Deployment/reports is not there");
        assertThat(renewal(restarts(new RestartOutcome.Refused(target, 403))).getMessage())
                .contains("Deployment/reports could not be restarted (HTTP 403)");
        assertThat(renewal(restarts(new RestartOutcome.Restarted(target))).getMessage())
                .isEmpty();
    }

    private record State(Observed observed, Outcome outcome, Optional<StoredToken.Intact> token, Instant now) {
        List<Condition> conditions(Optional<String> accountProblem) {
            return ApiTokenConditions.of(observed, outcome, token, accountProblem, Samples.UNREPORTED, now);
        }
    }

    private static Arguments state(
            String name, State state, String ready, String live, String renewal, String kstatus) {
        return Arguments.of(
                name, state, "Ready %s, Live %s, RenewalHealthy %s, %s".formatted(ready, live, renewal, kstatus));
    }

    private static Arguments blocked(ReadyReason reason, String kstatus) {
        var resource = Samples.apiToken("", "");
        var wish = new Wish.Refused(reason, "why");
        var observed = Samples.observed(resource, wish, Optional.empty());
        return state(
                reason.name(),
                new State(observed, new Outcome.Blocked(reason, "why"), Optional.empty(), ISSUED),
                "False " + reason,
                "False NotIssued",
                "False RetryBackoff",
                kstatus);
    }

    private static State settled(String spec, String annotations, Instant now) {
        var observed = observed(spec, annotations);
        var wish = (Wish.Granted) observed.wish();
        var token = Samples.issued();
        var plan = RotationPlanner.plan(wish.desired(), token.observation(), now);
        return new State(
                observed, Outcome.Settled.undisturbed(wish, plan, Optional.of(token)), Optional.of(token), now);
    }

    private static List<Condition> restarts(RestartOutcome restart) {
        var state = settled("", "", ISSUED);
        var settled = (Outcome.Settled) state.outcome();
        var restarted = new Outcome.Settled(
                settled.wish(), settled.plan(), settled.token(), Optional.empty(), List.of(restart));
        return ApiTokenConditions.of(
                state.observed(), restarted, state.token(), Optional.empty(), Samples.UNREPORTED, ISSUED);
    }

    private static State postponed(ReadyReason reason, RenewalReason renewal, Instant now) {
        var observed = observed("", "");
        var outcome = new Outcome.Postponed((Wish.Granted) observed.wish(), reason, renewal, "why", now);
        return new State(observed, outcome, Optional.of(Samples.issued()), now);
    }

    private static State contested(boolean intact) {
        var observed = observed("", "");
        var token = intact ? Optional.of(Samples.issued()) : Optional.<StoredToken.Intact>empty();
        return new State(
                observed, new Outcome.Contested((Wish.Granted) observed.wish(), token, "why", ISSUED), token, ISSUED);
    }

    private static Observed observed(String spec, String annotations) {
        var resource = Samples.apiToken(spec, annotations);
        return Samples.observed(resource, Samples.wish(resource), Optional.of(Samples.issued()));
    }

    private static String words(List<Condition> conditions) {
        return Stream.of("Ready", "Live", "RenewalHealthy", "Reconciling", "Stalled")
                .map(type -> conditions.stream()
                        .filter(condition -> condition.getType().equals(type))
                        .map(condition -> type + " " + condition.getStatus() + " " + condition.getReason())
                        .collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(", "));
    }

    private static Condition renewal(List<Condition> conditions) {
        return Conditions.find(conditions, ConditionType.RenewalHealthy).orElseThrow();
    }

    private static Set<String> reasons(List<Condition> conditions) {
        return conditions.stream().map(Condition::getReason).collect(Collectors.toSet());
    }

    private static List<String> names(Enum<?>[] reasons) {
        return Arrays.stream(reasons).map(Enum::name).toList();
    }
}
