package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.access.SecretPlan.Write;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.secret.AccessReading;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.NamedSecret;
import dev.apitoken.token.secret.ShardLayout;
import dev.apitoken.token.secret.UnreadableAccessException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretPlanTest {
    private static final Ownership OWNER = new Ownership("gate", "uid-of-gate");
    private static final IssuerId ISSUER = IssuerId.local("shop", "default");
    private static final Instant NOW = Samples.NOW;

    private final Map<String, Secret> cluster = new HashMap<>();

    @Test
    void theFirstRevisionIsTheTimeInMilliseconds() {
        var write = plan(tokens(3), LastWrite.unknown(), NOW);

        assertThat(write.revision()).isEqualTo(NOW.toEpochMilli());
        assertThat(names(write)).containsExactly("gate-access");
    }

    @Test
    void theSameContentIsNotWrittenAgainHoweverLateItIs() {
        apply(plan(tokens(3), LastWrite.unknown(), NOW));

        var again = plan(tokens(3), LastWrite.unknown(), NOW.plus(Duration.ofDays(1)));

        assertThat(again.writes()).isEmpty();
        assertThat(again.revision()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void aRevisionRisesAlthoughTheClockWasSetBack() {
        apply(plan(tokens(3), LastWrite.unknown(), NOW));

        var next = plan(tokens(4), LastWrite.unknown(), NOW.minus(Duration.ofHours(1)));

        assertThat(next.revision()).isEqualTo(NOW.toEpochMilli() + 1);
    }

    @Test
    void aHeadThatIsMadeAgainContinuesAboveWhateverAnybodyHasSeen() {
        apply(plan(tokens(3), LastWrite.unknown(), NOW));
        cluster.clear();

        var again = plan(tokens(3), LastWrite.unknown().atLeast(NOW.toEpochMilli() + 500), NOW);

        assertThat(again.revision()).isEqualTo(NOW.toEpochMilli() + 501);
    }

    @Test
    void aHeadRestoredFromABackupIsWrittenAgainAboveWhatValidatorsHaveSeen() {
        apply(plan(tokens(3), LastWrite.unknown(), NOW));

        var again = plan(tokens(3), LastWrite.unknown().atLeast(NOW.toEpochMilli() + 500), NOW);

        assertThat(again.revision()).isEqualTo(NOW.toEpochMilli() + 501);
        assertThat(names(again)).containsExactly("gate-access");
    }

    @Test
    void anAbsurdRevisionInAHeadDoesNotUseUpAllThatCouldFollow() {
        var absurd = compiled(tokens(3)).asRevision(Long.MAX_VALUE - 1, NOW);
        AccessSecret.write(absurd, ShardLayout.SINGLE).forEach(this::put);

        assertThat(plan(tokens(3), LastWrite.unknown(), NOW).revision()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void oneChangeAmongManyWritesOneShardAndThenTheHead() throws UnreadableAccessException {
        apply(plan(tokens(5_000), LastWrite.unknown(), NOW));

        var write = plan(tokens(4_999), LastWrite.unknown(), NOW.plusSeconds(1));

        assertThat(names(write)).hasSize(2).last().isEqualTo("gate-access");
        apply(write);
        assertThat(read().entries()).hasSize(4_999);
    }

    @Test
    void aShardThatSomebodyEditedIsPutBackUnderTheSameRevision() {
        var first = plan(tokens(5_000), LastWrite.unknown(), NOW);
        apply(first);
        var shard = first.writes().getFirst().name();
        cluster.computeIfPresent(
                shard,
                (name, there) ->
                        new SecretBuilder(there).withData(Map.of("mine", "")).build());

        var repair = plan(tokens(5_000), LastWrite.unknown(), NOW.plusSeconds(1));

        assertThat(names(repair)).containsExactly(shard);
        assertThat(repair.revision()).isEqualTo(first.revision());
    }

    @Test
    void aCrashBetweenShardAndHeadIsCompletedByTheNextLook() throws UnreadableAccessException {
        apply(plan(tokens(5_000), LastWrite.unknown(), NOW));
        var crashed = plan(tokens(4_999), LastWrite.unknown(), NOW.plusSeconds(1));
        put(crashed.writes().getFirst());

        var next = plan(tokens(4_999), LastWrite.unknown(), NOW.plusSeconds(2));

        assertThat(names(next)).containsExactly("gate-access");
        apply(next);
        assertThat(read().entries()).hasSize(4_999);
    }

    @Test
    void aHeadThatCannotBeReadIsWrittenAgain() {
        apply(plan(tokens(3), LastWrite.unknown(), NOW));
        cluster.computeIfPresent(
                "gate-access",
                (name, there) -> new SecretBuilder(there)
                        .withData(Map.of("head.json", "e30="))
                        .build());

        var write = plan(tokens(3), LastWrite.unknown().atLeast(NOW.toEpochMilli()), NOW);

        assertThat(write.revision()).isGreaterThan(NOW.toEpochMilli());
    }

    @Test
    void labelsThatOthersAddedAreTheirsAndOursComeBack() {
        apply(plan(tokens(3), LastWrite.unknown(), NOW));
        cluster.computeIfPresent(
                "gate-access",
                (name, there) -> new SecretBuilder(there)
                        .editMetadata()
                        .addToLabels("theirs", "yes")
                        .endMetadata()
                        .build());
        assertThat(plan(tokens(3), LastWrite.unknown(), NOW).writes()).isEmpty();

        cluster.computeIfPresent(
                "gate-access",
                (name, there) -> new SecretBuilder(there)
                        .editMetadata()
                        .removeFromLabels(AccessSecret.LABEL)
                        .endMetadata()
                        .build());
        assertThat(plan(tokens(3), LastWrite.unknown(), NOW).writes()).hasSize(1);
    }

    @Test
    void aSecretOfAnotherOwnerOrTypeIsAConflict() {
        cluster.put(
                "gate-access",
                new SecretBuilder()
                        .withNewMetadata()
                        .withName("gate-access")
                        .endMetadata()
                        .withType(AccessSecret.TYPE)
                        .build());
        assertThat(anyPlan(tokens(3), LastWrite.unknown(), NOW)).isEqualTo(new SecretPlan.Conflict("gate-access"));

        cluster.put(
                "gate-access",
                new SecretBuilder()
                        .withNewMetadata()
                        .withName("gate-access")
                        .withOwnerReferences(OWNER.reference())
                        .endMetadata()
                        .withType("Opaque")
                        .build());
        assertThat(anyPlan(tokens(3), LastWrite.unknown(), NOW)).isEqualTo(new SecretPlan.Conflict("gate-access"));
    }

    @Test
    void newSecretsComeFirstAndTheHeadLastSoThatWhatStandsStaysWholeWhileOneCannotBeMade() {
        apply(plan(tokens(5_000), LastWrite.unknown(), NOW));
        var before = List.copyOf(cluster.keySet());

        var grown = names(plan(tokens(20_000), LastWrite.unknown(), NOW.plusSeconds(1)));

        assertThat(grown).last().isEqualTo("gate-access");
        var isNew = grown.stream().map(name -> !before.contains(name)).toList();
        assertThat(isNew).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void withoutAnotherSecretEverybodyIsListedWhileThereIsRoom() throws UnreadableAccessException {
        apply(plan(tokens(4_000), LastWrite.unknown(), NOW));
        assertThat(cluster).hasSize(3);
        var wanted = tokens(9_000);
        assertThat(names(plan(wanted, LastWrite.unknown(), NOW))).hasSizeGreaterThan(3);

        var narrow = within(wanted, NOW.plusSeconds(1));

        assertThat(cluster.keySet()).containsAll(names(narrow));
        apply(narrow);
        assertThat(read().entries()).hasSize(9_000);
    }

    @Test
    void withoutAnotherSecretAndWithoutRoomTheNewOnesWaitAndTheEndedOnesGo() throws UnreadableAccessException {
        var first = tokens(10);
        apply(plan(first, LastWrite.unknown(), NOW));
        var wanted = Stream.concat(first.stream().skip(4), largeTokens(3_000).stream())
                .toList();

        var narrow = within(wanted, NOW.plusSeconds(1));

        assertThat(names(narrow)).containsExactly("gate-access");
        assertThat(narrow.content().entries()).hasSize(6);
        apply(narrow);
        assertThat(read().entries()).hasSize(6);
        assertThat(within(wanted, NOW.plusSeconds(2)).writes()).isEmpty();
    }

    @Test
    void aForeignSecretInThePlaceOfAShardIsGoneRoundWithFewerSecrets() throws UnreadableAccessException {
        apply(plan(tokens(4_000), LastWrite.unknown(), NOW));
        cluster.put(
                "gate-access-1",
                new SecretBuilder()
                        .withNewMetadata()
                        .withName("gate-access-1")
                        .endMetadata()
                        .build());

        var narrow = within(tokens(3_000), NOW.plusSeconds(1));

        assertThat(names(narrow)).containsExactly("gate-access");
        apply(narrow);
        assertThat(read().entries()).hasSize(3_000);
    }

    @Test
    void whereNothingWholeStandsNothingCanBeNarrowed() {
        assertThat(SecretPlan.within(standing(), compiled(tokens(3)), LastWrite.unknown(), NOW))
                .isEmpty();
    }

    @Test
    void aForeignShardIsFoundBeforeAnythingIsWritten() {
        apply(plan(tokens(10), LastWrite.unknown(), NOW));
        cluster.put(
                "gate-access-1",
                new SecretBuilder()
                        .withNewMetadata()
                        .withName("gate-access-1")
                        .endMetadata()
                        .build());

        assertThat(anyPlan(tokens(5_000), LastWrite.unknown(), NOW))
                .isEqualTo(new SecretPlan.Conflict("gate-access-1"));
    }

    @Test
    void theFillLevelIsThatOfTheFullestSecret() {
        double few = plan(tokens(10), LastWrite.unknown(), NOW).fill();
        double more = plan(tokens(2_000), LastWrite.unknown(), NOW).fill();

        assertThat(few).isBetween(0.0001, 0.01);
        assertThat(more).isBetween(0.05, 0.5);
    }

    private Write within(List<CompilableToken> tokens, Instant now) {
        return (Write) SecretPlan.within(standing(), compiled(tokens), LastWrite.unknown(), now)
                .orElseThrow();
    }

    /** With source filters that no compression makes small. */
    private static List<CompilableToken> largeTokens(int count) {
        var random = new Random(7);
        return IntStream.range(0, count)
                .<CompilableToken>mapToObj(i -> Samples.withSources(
                        Samples.token("shop", "large" + i, ISSUER, "shop"),
                        IntStream.range(0, 64)
                                .mapToObj(any -> random.nextInt(1, 224) + "." + random.nextInt(256) + "."
                                        + random.nextInt(256) + "." + random.nextInt(256))
                                .toList()))
                .toList();
    }

    private static List<CompilableToken> tokens(int count) {
        return IntStream.range(0, count)
                .<CompilableToken>mapToObj(i -> Samples.token("shop", "user" + i, ISSUER, "shop"))
                .toList();
    }

    private static Compilation compiled(List<CompilableToken> tokens) {
        var inputs = new CompileInputs(
                tokens,
                TokenHolders.of(tokens),
                AccountDirectory.of(List.of()),
                Map.of(ISSUER, Samples.issuer(ISSUER)),
                Map.of());
        return AccessCompiler.compile(Samples.policy("shop", "shop", TokenOrigin.SAME_NAMESPACE), inputs, NOW);
    }

    private SecretPlan anyPlan(List<CompilableToken> tokens, LastWrite last, Instant now) {
        return SecretPlan.of(standing(), compiled(tokens), last, now);
    }

    private StandingSecrets standing() {
        return new StandingSecrets(OWNER, name -> Optional.ofNullable(cluster.get(name)));
    }

    private Write plan(List<CompilableToken> tokens, LastWrite last, Instant now) {
        return (Write) anyPlan(tokens, last, now);
    }

    private void apply(Write write) {
        write.writes().forEach(this::put);
    }

    private void put(NamedSecret secret) {
        var object = SecretObject.of(new ObjectName("shop", secret.name()), secret.content());
        object.getMetadata().setOwnerReferences(List.of(OWNER.reference()));
        cluster.put(secret.name(), object);
    }

    private AccessDocument read() throws UnreadableAccessException {
        var contents = cluster.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> SecretObject.content(each.getValue())));
        var head = AccessSecret.readHead(Objects.requireNonNull(contents.get("gate-access")));
        return ((AccessReading.Whole) AccessSecret.read(head, contents)).document();
    }

    private static List<String> names(Write write) {
        return write.writes().stream().map(NamedSecret::name).toList();
    }
}
