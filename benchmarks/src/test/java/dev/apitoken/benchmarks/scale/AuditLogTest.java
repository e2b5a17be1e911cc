package dev.apitoken.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    @TempDir
    Path folder;

    private Path file = Path.of("audit.log");

    @BeforeEach
    void createFile() throws Exception {
        file = Files.createFile(folder.resolve("audit.log"));
    }

    @Test
    void readsOnWhereItStoppedAndWaitsForTheRestOfALine() throws Exception {
        try (var log = new AuditLog(file)) {
            append(line("create", "secrets", "", "t-000001", 201));
            assertThat(log.since(0)).extracting(AuditEntry::kind).containsExactly("create secrets");
            int place = log.end();
            String next = line("patch", "apitokens", "status", "t-000001", 200);
            append(next.substring(0, 40));
            assertThat(log.since(place)).isEmpty();
            append(next.substring(40));
            assertThat(log.since(place)).extracting(AuditEntry::kind).containsExactly("patch apitokens/status");
        }
    }

    @Test
    void countsWhatIsStoredAsAWrite() throws Exception {
        append(line("create", "secrets", "", "t-000001", 201));
        append(line("update", "secrets", "", "gate-access", 200));
        append(line("update", "secrets", "", "t-000002", 409));
        append(line("get", "apitokens", "", "t-000001", 200));
        append(line("watch", "secrets", "", "", 200));
        append(line("update", "leases", "", "apitoken-operator", 200));
        append(line("create", "selfsubjectrulesreviews", "", "", 201));
        try (var log = new AuditLog(file)) {
            var requests = new Requests(log.since(0));
            assertThat(requests.writes()).isEqualTo(3);
            assertThat(requests.leaseWrites()).isEqualTo(1);
            assertThat(requests.tokenSecretWrites())
                    .extracting(AuditEntry::name)
                    .containsExactly("t-000001");
            assertThat(requests.byKind())
                    .containsEntry("update secrets", 1L)
                    .containsEntry("update secrets 409", 1L)
                    .doesNotContainKey("update leases");
            assertThat(requests.entries().getFirst().took()).isEqualTo(Duration.ofNanos(1_500_000));
        }
    }

    private void append(String text) throws Exception {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private static String line(String verb, String resource, String subresource, String name, int code) {
        return """
                {"stage":"ResponseComplete","verb":"%s","objectRef":{"resource":"%s","subresource":"%s",\
                "namespace":"load-000","name":"%s"},"responseStatus":{"code":%d},\
                "requestReceivedTimestamp":"2026-11-25T04:00:00.000000Z","stageTimestamp":"2026-11-25T04:00:00.001500Z"}
                """.formatted(verb, resource, subresource, name, code);
    }
}
