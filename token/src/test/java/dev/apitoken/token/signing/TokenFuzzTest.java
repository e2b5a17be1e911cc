package dev.apitoken.token.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jwt.SignedJWT;
import dev.apitoken.token.signing.Verification.Refused;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Date;
import java.util.List;

/** Tokens and key sets as hostile bytes; another library is the second reader (R9). */
class TokenFuzzTest {
    private static final SigningKey KEY = TestKeys.key(SigningAlgorithm.ES256);
    private static final JwkSet KEYS = TestKeys.published(SigningAlgorithm.ES256);
    private static final String GOOD = TokenSigner.sign(TestKeys.claims(), KEY).reveal();

    @FuzzTest
    void a_text_that_is_no_token_of_ours_is_refused(byte[] input) throws ParseException {
        check(new String(input, StandardCharsets.ISO_8859_1));
    }

    /** Header, claims and signature, a null byte between them, so that the fuzzer need not learn base64. */
    @FuzzTest
    void parts_that_are_no_token_of_ours_are_refused(byte[] input) throws ParseException {
        String[] parts = new String(input, StandardCharsets.ISO_8859_1)
                .replace("KID", KEY.id().value())
                .split("\0", 3);
        var compact = new StringBuilder();
        for (String part : parts) {
            compact.append(compact.isEmpty() ? "" : ".")
                    .append(Base64Url.encode(part.getBytes(StandardCharsets.ISO_8859_1)));
        }
        check(compact.toString());
    }

    private static void check(String compact) throws ParseException {
        if (compact.equals(GOOD)) {
            return;
        }
        assertThat(TokenVerifier.verify(compact, KEYS))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).isNotEqualTo(Verification.Refusal.Failure));
        var read = UnverifiedToken.read(compact);
        if (read.isPresent()) {
            assertSameToOthers(read.get(), SignedJWT.parse(compact));
        }
    }

    private static void assertSameToOthers(UnverifiedToken read, SignedJWT other) throws ParseException {
        var claims = other.getJWTClaimsSet();
        assertThat(other.getHeader().getKeyID()).isEqualTo(read.keyId().value());
        assertThat(other.getHeader().getAlgorithm().getName()).isEqualTo(read.algorithm());
        assertThat(other.getHeader().getType().getType()).isEqualTo(TokenSigner.TYPE);
        assertThat(claims.getIssuer()).isEqualTo(read.claims().issuer());
        assertThat(claims.getSubject()).isEqualTo(read.claims().user().value());
        assertThat(claims.getJWTID()).isEqualTo(read.claims().id().value());
        assertThat(claims.getAudience())
                .containsExactlyInAnyOrderElementsOf(List.copyOf(read.claims().audiences()));
        assertThat(claims.getExpirationTime()).isEqualTo(Date.from(read.claims().expiresAt()));
        assertThat(claims.getNotBeforeTime()).isEqualTo(claims.getIssueTime());
        assertThat(claims.getStringClaim("client_id")).isEqualTo(read.claims().clientId());
    }

    @FuzzTest
    void a_key_set_is_as_we_write_it_or_refused(byte[] input) {
        try {
            JwkSet keys = JwkSet.parse(new String(input, StandardCharsets.UTF_8));
            assertThat(JwkSet.parse(keys.toJson())).isEqualTo(keys);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
