package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.token.Claims;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The ApiToken is uid-1; the token in the Secret was issued for uid-0, who had the same name. */
class InheritanceTest {
    private static final Claims BEFORE = claims("uid-0");
    private static final Instant AT_ITS_ISSUE = Samples.ISSUED.plusSeconds(1);
    private static final Instant LONG_AFTER = Samples.ISSUED.plus(Duration.ofDays(1));

    @Test
    void itsOwnTokenIsItsOwnWhateverTheSecretSays() {
        assertThat(isOver("", secret("uid-0", AT_ITS_ISSUE, owner("uid-0")), claims("uid-1"), Set.of("uid-0")))
                .isFalse();
    }

    @Test
    void aSecretThatTheGarbageCollectorHasNotComeToYetIsOver() {
        assertThat(isOver("", secret("uid-0", AT_ITS_ISSUE, owner("uid-0")), BEFORE, Set.of()))
                .isTrue();
    }

    @Test
    void aSecretFromABackupGoesOn() {
        assertThat(isOver("", secret("uid-0", LONG_AFTER, owner("uid-0")), BEFORE, Set.of()))
                .isFalse();
        assertThat(isOver(RETAIN, secret("uid-0", LONG_AFTER), BEFORE, Set.of()))
                .isFalse();
    }

    @Test
    void aSecretThatWasSetFreeOnPurposeGoesOn() {
        assertThat(isOver("", secret("uid-0", AT_ITS_ISSUE), BEFORE, Set.of())).isFalse();
    }

    @Test
    void aSecretThatWasLeftBehindByRetainIsOver() {
        assertThat(isOver(RETAIN, secret("uid-0", AT_ITS_ISSUE), BEFORE, Set.of()))
                .isTrue();
    }

    @Test
    void oneThatWentOnOnceGoesOnWithRetainToo() {
        assertThat(isOver(RETAIN, secret("uid-1", AT_ITS_ISSUE), BEFORE, Set.of()))
                .isFalse();
        assertThat(isOver("", secret("uid-1", AT_ITS_ISSUE, owner("uid-1")), BEFORE, Set.of()))
                .isFalse();
    }

    @Test
    void whatWasSeenGoingNeverComesBack() {
        for (var secret : List.of(
                secret("uid-0", AT_ITS_ISSUE),
                secret("uid-0", LONG_AFTER, owner("uid-0")),
                secret("uid-1", LONG_AFTER, owner("uid-1")))) {
            assertThat(isOver("", secret, BEFORE, Set.of("uid-0"))).isTrue();
        }
        assertThat(isOver("", secret("uid-2", LONG_AFTER), BEFORE, Set.of("uid-2")))
                .isTrue();
    }

    @Test
    void aFewSecondsBetweenTheClocksMakeNoBackup() {
        var secret = secret("uid-0", Samples.ISSUED.plusSeconds(60), owner("uid-0"));

        assertThat(isOver("", secret, BEFORE, Set.of())).isTrue();
    }

    private static final String RETAIN = "secret: {deletionPolicy: Retain}";

    private static boolean isOver(String spec, Secret secret, Claims claims, Set<String> deleted) {
        ApiToken heir = Samples.apiToken(spec, "");
        return new Inheritance(deleted::contains).isOver(heir, secret, claims);
    }

    private static Claims claims(String clientId) {
        var issued = Samples.issued().token().claims();
        return new Claims(
                issued.issuer(),
                issued.user(),
                issued.audiences(),
                issued.id(),
                clientId,
                issued.issuedAt(),
                issued.expiresAt());
    }

    private static Secret secret(String issuedFor, Instant created, OwnerReference... owners) {
        return new SecretBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withCreationTimestamp(created.toString())
                        .withAnnotations(Map.of("apitoken.dev/issued-for", issuedFor))
                        .withOwnerReferences(owners)
                        .build())
                .build();
    }

    private static OwnerReference owner(String uid) {
        return new OwnerReferenceBuilder()
                .withKind("ApiToken")
                .withName("t")
                .withUid(uid)
                .build();
    }
}
