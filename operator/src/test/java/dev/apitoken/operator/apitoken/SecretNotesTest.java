package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.restart.RestartTarget;
import dev.apitoken.token.rotation.RotationReason;
import dev.apitoken.token.secret.SecretContent;
import dev.apitoken.token.secret.TokenSecret;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecretNotesTest {
    private static final RestartTarget REPORTS = RestartTarget.of("Deployment", "reports");
    private static final RestartTarget DB = RestartTarget.of("StatefulSet", "db");
    private static final List<RestartTarget> TARGETS = List.of(REPORTS, DB);

    @Test
    void theFirstTokenRestartsNothing() {
        assertThat(SecretNotes.ofNew(RotationReason.FirstIssue, TARGETS).restartsDue())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = RotationReason.class, mode = EnumSource.Mode.EXCLUDE, names = "FirstIssue")
    void everyOtherTokenRestartsAllTargets(RotationReason reason) {
        assertThat(SecretNotes.ofNew(reason, TARGETS).restartsDue()).containsExactly(REPORTS, DB);
    }

    @Test
    void whatIsNotedIsRead() {
        var notes = SecretNotes.ofNew(RotationReason.Renewal, TARGETS);

        assertThat(SecretNotes.read(notes.on(content(Map.of())), TARGETS)).isEqualTo(notes);
    }

    @Test
    void aTargetThatTheSpecDoesNotListAnyMoreIsNotDue() {
        var written = SecretNotes.ofNew(RotationReason.Renewal, TARGETS).on(content(Map.of()));

        assertThat(SecretNotes.read(written, List.of(DB)).restartsDue()).containsExactly(DB);
    }

    @Test
    void aTargetThatIsListedLaterIsNotDueUntilTheNextToken() {
        var written = SecretNotes.ofNew(RotationReason.Renewal, List.of(DB)).on(content(Map.of()));

        assertThat(SecretNotes.read(written, TARGETS).restartsDue()).containsExactly(DB);
    }

    @Test
    void aSecretThatSaysNothingRestartsNothing() {
        assertThat(SecretNotes.read(content(Map.of()), TARGETS)).isEqualTo(SecretNotes.NONE);
    }

    @Test
    void whatSomebodyElseWroteThereRestartsNothingButTargets() {
        var forged = content(Map.of("apitoken.dev/restarts-due", "Deployment/reports  Deployment/other x/y ../.. é"));

        assertThat(SecretNotes.read(forged, TARGETS).restartsDue()).containsExactly(REPORTS);
    }

    @Test
    void onceAllAreRestartedNothingStandsThere() {
        var written = SecretNotes.ofNew(RotationReason.Renewal, TARGETS).on(content(Map.of()));
        var done = SecretNotes.read(written, TARGETS).withRestartsDue(List.of()).on(written);

        assertThat(done.annotations()).containsOnlyKeys("apitoken.dev/reason");
    }

    private static SecretContent content(Map<String, String> annotations) {
        return new SecretContent(TokenSecret.TYPE, new TreeMap<>(), new TreeMap<>(annotations), new TreeMap<>());
    }
}
