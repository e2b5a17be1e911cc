package dev.apitoken.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong setting stops a program at once with one line that names the setting, the value and what is allowed. */
class WrongSettingsE2E {
    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource({
        "operator, APITOKEN_MANAGEMENT_PORT, http",
        "operator, APITOKEN_LEADER_ELECTION, maybe",
        "operator, APITOKEN_WATCH_NAMESPACES, Not_A_Name",
        "operator, APITOKEN_NAMESPACE, UPPER",
        "operator, APITOKEN_LEASE, Two",
        "operator, APITOKEN_DEFAULT_ISSUER, on",
        "operator, APITOKEN_LOG_LEVEL, loud",
        "validator, APITOKEN_PORT, 70000",
        "validator, APITOKEN_POLICY, nonsense",
        "validator, APITOKEN_SOURCE, database",
        "validator, APITOKEN_UPSTREAM, ftp://127.0.0.1:3000",
    })
    void isOneLineAndExitCodeTwo(String program, String setting, String value) throws Exception {
        Path output = home.resolve("output.txt");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Repository.find().program(program).toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("APITOKEN_"));
        if (program.equals("validator")) {
            builder.environment().put("APITOKEN_POLICY", "shop/api");
        }
        builder.environment().put(setting, value);

        Process process = builder.start();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended in time").isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readAllLines(output))
                .singleElement()
                .asString()
                .contains(setting)
                .contains(value);
    }
}
