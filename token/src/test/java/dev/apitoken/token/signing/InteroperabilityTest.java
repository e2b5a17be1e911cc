package dev.apitoken.token.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any standard library verifies our tokens with nothing but our JWKS: here another one than we sign with. */
class InteroperabilityTest {
    @ParameterizedTest
    @EnumSource
    void anotherLibraryVerifiesTheTokenWithTheJwksAlone(SigningAlgorithm algorithm) throws Exception {
        var claims = TestKeys.claims();
        var token = TokenSigner.sign(claims, TestKeys.key(algorithm)).reveal();

        var read = verifier(algorithm, TestKeys.published(algorithm).toJson()).process(token, null);

        assertThat(read.getIssuer()).isEqualTo(claims.issuer());
        assertThat(read.getSubject()).isEqualTo("ci@example.com");
        assertThat(read.getAudience()).containsExactly("billing-api", "orders-api");
        assertThat(read.getExpirationTime()).isEqualTo(Date.from(claims.expiresAt()));
        assertThat(read.getIssueTime()).isEqualTo(Date.from(claims.issuedAt().minusSeconds(5)));
        assertThat(read.getNotBeforeTime()).isEqualTo(read.getIssueTime());
        assertThat(read.getJWTID()).isEqualTo(claims.id().value());
        assertThat(read.getStringClaim("client_id")).isEqualTo(claims.clientId());
        assertThat(read.getClaims()).hasSize(8);
    }

    @ParameterizedTest
    @EnumSource
    void anotherLibraryRefusesTheTokenOfAKeyThatIsNotListed(SigningAlgorithm algorithm) throws Exception {
        var token = TokenSigner.sign(TestKeys.claims(), TestKeys.key(algorithm)).reveal();
        var foreign = JwkSet.of(List.of(TestKeys.another(SigningAlgorithm.ES256).verificationKey()));

        assertThatThrownBy(() -> verifier(algorithm, foreign.toJson()).process(token, null))
                .isInstanceOf(BadJOSEException.class);
    }

    private static DefaultJWTProcessor<SecurityContext> verifier(SigningAlgorithm algorithm, String jwks)
            throws ParseException {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.parse(algorithm.name()), new ImmutableJWKSet<>(JWKSet.parse(jwks))));
        // The clock is ours to choose; the test's token is of a fixed day.
        processor.setJWTClaimsSetVerifier((JWTClaimsSet claims, SecurityContext context) -> {});
        return processor;
    }
}
