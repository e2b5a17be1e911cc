package dev.apitoken.validator.credential;

import static dev.apitoken.validator.credential.CredentialMatrixTest.Held.Absent;
import static dev.apitoken.validator.credential.CredentialMatrixTest.Held.Different;
import static dev.apitoken.validator.credential.CredentialMatrixTest.Held.Empty;
import static dev.apitoken.validator.credential.CredentialMatrixTest.Held.Foreign;
import static dev.apitoken.validator.credential.CredentialMatrixTest.Held.Token;
import static dev.apitoken.validator.credential.CredentialMatrixTest.Held.Twice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.MultipleCredentials;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every place with every content, together: 6 × 5 × 5 × 5 requests under three policies, against rules in words. */
class CredentialMatrixTest {
    enum Held {
        Absent,
        Token,
        Different,
        Empty,
        Twice,
        Foreign
    }

    @Test
    void the_whole_matrix_follows_the_policy() {
        int cells = 0;
        for (var bearer : Held.values()) {
            for (var key : heldByOthers()) {
                for (var cookie : heldByOthers()) {
                    for (var token : heldByOthers()) {
                        var held = List.of(bearer, key, cookie, token);
                        for (var policy : MultipleCredentials.values()) {
                            var read = CredentialReader.read(
                                    TestHeaders.of(request(held)), CredentialSettings.DEFAULT, policy);
                            assertThat(CredentialReaderTest.text(read))
                                    .as("%s under %s", held, policy)
                                    .isEqualTo(expected(held, policy));
                            cells++;
                        }
                    }
                }
            }
        }
        assertThat(cells).isEqualTo(2250);
    }

    private static List<Held> heldByOthers() {
        return List.of(Absent, Token, Different, Empty, Twice);
    }

    private static String request(List<Held> held) {
        return lines("Authorization: Bearer ", held.get(0), "Authorization: Basic eDp5\n")
                + lines("X-API-KEY: ", held.get(1), "")
                + lines("Cookie: X-API-KEY=", held.get(2), "")
                + lines("X-Auth-Token: ", held.get(3), "");
    }

    private static String lines(String start, Held held, String foreign) {
        return switch (held) {
            case Absent -> "";
            case Token -> start + "one\n";
            case Different -> start + "two\n";
            case Empty -> start + "\n";
            case Twice -> start.startsWith("Cookie") ? start + "one; X-API-KEY=two\n" : (start + "one\n").repeat(2);
            case Foreign -> foreign;
        };
    }

    /** The rules as the reference page states them, on contents and not on text. */
    private static String expected(List<Held> held, MultipleCredentials policy) {
        if (held.contains(Twice)) {
            return "ambiguous";
        }
        var presented =
                held.stream().filter(each -> each != Absent && each != Foreign).toList();
        if (presented.isEmpty()) {
            return held.contains(Foreign) ? "foreign" : "none";
        }
        boolean allAlike = new TreeSet<>(presented).size() == 1;
        boolean tooMany = switch (policy) {
            case Same -> !allAlike;
            case Reject -> presented.size() > 1;
            case FirstValid -> false;
        };
        if (tooMany) {
            return "ambiguous";
        }
        var tokens = new ArrayList<String>();
        for (var each : presented) {
            if (each != Empty) {
                String text = (each == Token ? "one " : "two ") + places(held, each);
                if (!tokens.contains(text)) {
                    tokens.add(text);
                }
            }
        }
        return tokens.isEmpty() ? "malformed" : String.join(", ", tokens);
    }

    private static String places(List<Held> held, Held content) {
        var places = new StringBuilder();
        for (int i = 0; i < held.size(); i++) {
            if (held.get(i) == content) {
                places.append("bkct".charAt(i));
            }
        }
        return places.toString();
    }
}
