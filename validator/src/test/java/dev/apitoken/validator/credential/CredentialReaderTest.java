package dev.apitoken.validator.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.validator.TableFile;
import dev.apitoken.validator.credential.PresentedCredentials.Ambiguous;
import dev.apitoken.validator.credential.PresentedCredentials.Foreign;
import dev.apitoken.validator.credential.PresentedCredentials.Malformed;
import dev.apitoken.validator.credential.PresentedCredentials.None;
import dev.apitoken.validator.credential.PresentedCredentials.One;
import dev.apitoken.validator.credential.PresentedCredentials.Several;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CredentialReaderTest {
    static Stream<List<String>> credentials() {
        return TableFile.rows(CredentialReaderTest.class, "credentials.txt");
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void reads_a_request_in_one_way_only(List<String> row) {
        for (var policy : MultipleCredentials.values()) {
            assertThat(text(read(row.get(0), CredentialSettings.DEFAULT, policy)))
                    .as(policy.name())
                    .isEqualTo(row.get(1 + policy.ordinal()));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, true", "4096, true", "4097, false", "100000, false"})
    void a_credential_has_a_bounded_length(int length, boolean accepted) {
        var read = read("X-API-KEY: " + "a".repeat(length), CredentialSettings.DEFAULT, MultipleCredentials.Same);
        assertThat(read instanceof One).isEqualTo(accepted);
    }

    @Test
    void a_place_that_is_switched_off_is_not_looked_at() {
        var none = new CredentialSettings(false, Optional.empty(), Optional.empty(), Optional.empty());
        String everything =
                "Authorization: Bearer a\nAuthorization: x\nX-API-KEY: b\nCookie: X-API-KEY=c\nX-Auth-Token: d,e";
        assertThat(read(everything, none, MultipleCredentials.Same)).isEqualTo(new None());
    }

    @Test
    void a_place_can_be_renamed() {
        var renamed = new CredentialSettings(
                false, Optional.of("X-Key"), Optional.of("session"), Optional.of("X-Shop-Token"));
        assertThat(text(read(
                        "x-key: abc\nCookie: session=abc\nX-Shop-Token: abc\nX-API-KEY: d",
                        renamed,
                        MultipleCredentials.Same)))
                .isEqualTo("abc kct");
    }

    @Test
    void a_credential_never_shows_in_text() {
        var read = read("X-API-KEY: secret-value", CredentialSettings.DEFAULT, MultipleCredentials.Same);
        assertThat(read.toString()).doesNotContain("secret-value");
    }

    @Test
    void no_text_makes_the_reader_fail_or_yields_a_credential_of_other_characters() {
        var random = new Random(4);
        String[] parts = {"X-API-KEY", "=", ";", " ", "\"", "$Version", "abc", ",", "\t", "Bearer", "\\", "é", "a.b"};
        for (int i = 0; i < 100_000; i++) {
            var value = new StringBuilder();
            for (int n = random.nextInt(9); n > 0; n--) {
                value.append(parts[random.nextInt(parts.length)]);
            }
            String name = List.of("Cookie", "Authorization", "X-API-KEY", "X-Auth-Token")
                    .get(i % 4);
            var read = read(name + ": " + value, CredentialSettings.DEFAULT, MultipleCredentials.FirstValid);
            if (read instanceof One(var credential)) {
                assertThat(credential.reveal()).matches("[A-Za-z0-9._-]+");
            }
        }
    }

    private static PresentedCredentials read(String headers, CredentialSettings settings, MultipleCredentials policy) {
        return CredentialReader.read(TestHeaders.of(headers), settings, policy);
    }

    static String text(PresentedCredentials read) {
        return switch (read) {
            case None() -> "none";
            case Malformed() -> "malformed";
            case Foreign() -> "foreign";
            case Ambiguous() -> "ambiguous";
            case One(var credential) -> text(credential);
            case Several(var credentials) ->
                credentials.stream().map(CredentialReaderTest::text).collect(Collectors.joining(", "));
        };
    }

    private static String text(PresentedCredential credential) {
        return credential.reveal() + " "
                + credential.places().stream()
                        .map(place -> "bkct".substring(place.ordinal(), place.ordinal() + 1))
                        .collect(Collectors.joining());
    }
}
