package dev.apitoken.validator.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.validator.credential.PresentedCredentials.Ambiguous;
import dev.apitoken.validator.credential.PresentedCredentials.None;
import dev.apitoken.validator.credential.PresentedCredentials.One;
import dev.apitoken.validator.credential.PresentedCredentials.Several;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Field lines as hostile bytes: whatever is found was really there, and the three policies never contradict (R9). */
class CredentialFuzzTest {
    @FuzzTest
    void a_credential_is_literally_in_the_place_it_is_found_in(byte[] input) {
        HeaderLines lines = TestHeaders.of(new String(input, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.contains(":"))
                .collect(Collectors.joining("\n")));
        PresentedCredentials reject = read(lines, MultipleCredentials.Reject);
        PresentedCredentials same = read(lines, MultipleCredentials.Same);
        PresentedCredentials firstValid = read(lines, MultipleCredentials.FirstValid);

        Stream.of(reject, same, firstValid)
                .flatMap(CredentialFuzzTest::credentials)
                .forEach(credential -> assertPresent(credential, lines));
        assertStricter(reject, same);
        assertStricter(same, firstValid);
        assertThat(firstValid instanceof None).isEqualTo(reject instanceof None);
        if (firstValid instanceof None) {
            assertThat(CredentialReader.places(lines, CredentialSettings.DEFAULT))
                    .isEmpty();
        }
        naiveCookies(lines).forEach(value -> assertThat(reject).isNotInstanceOf(None.class));
    }

    private static PresentedCredentials read(HeaderLines lines, MultipleCredentials policy) {
        return CredentialReader.read(lines, CredentialSettings.DEFAULT, policy);
    }

    private static Stream<PresentedCredential> credentials(PresentedCredentials read) {
        return switch (read) {
            case One(var credential) -> Stream.of(credential);
            case Several(var credentials) -> credentials.stream();
            default -> Stream.empty();
        };
    }

    private static void assertPresent(PresentedCredential credential, HeaderLines lines) {
        String token = credential.reveal();
        assertThat(token).matches("[A-Za-z0-9._-]{1," + SignedToken.MAX_LENGTH + "}");
        assertThat(credential.places())
                .isNotEmpty()
                .allSatisfy(place -> assertThat(values(place, lines))
                        .anySatisfy(value -> assertThat(value).contains(token)));
        assertThat(PresentedCredential.of(token))
                .hasValueSatisfying(alone -> assertThat(alone.digest()).isEqualTo(credential.digest()));
    }

    private static List<String> values(Place place, HeaderLines lines) {
        return switch (place) {
            case AuthorizationBearer -> lines.of("Authorization");
            case ApiKeyHeader -> lines.of("X-API-KEY");
            case AuthTokenHeader -> lines.of("X-Auth-Token");
            case ApiKeyCookie -> naiveCookies(lines).toList();
        };
    }

    /** What the stricter policy reads as one credential, the more patient one reads as that one; and it finds no more fault. */
    private static void assertStricter(PresentedCredentials stricter, PresentedCredentials patient) {
        if (stricter instanceof One(var one)) {
            assertThat(patient).isInstanceOfSatisfying(One.class, other -> {
                assertThat(other.credential().reveal()).isEqualTo(one.reveal());
                assertThat(other.credential().places()).isEqualTo(one.places());
            });
        }
        if (patient instanceof Ambiguous) {
            assertThat(stricter).isInstanceOf(Ambiguous.class);
        }
    }

    /** RFC 6265 section 5.2 and 4.2 read plainly: pairs between semicolons, and the first equals sign. */
    private static Stream<String> naiveCookies(HeaderLines lines) {
        return lines.of("Cookie").stream()
                .flatMap(line -> Stream.of(line.split(";", -1)))
                .map(pair -> pair.replaceAll("^[ \t]+", ""))
                .filter(pair -> pair.startsWith("X-API-KEY="))
                .map(pair -> pair.substring("X-API-KEY=".length()));
    }
}
