package dev.apitoken.token.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIdTest {
    /** The key of RFC 7638 section 3.1. */
    private static final String RFC_7638_MODULUS = """
            0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n\
            3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgd\
            AZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur\
            -kEgU8awapJzKnqDKgw""";

    @Test
    void theExampleOfRfc7638HasTheThumbprintItSays() throws Exception {
        var key = rsa(new BigInteger(1, Base64Url.decode(RFC_7638_MODULUS).orElseThrow()));

        assertThat(Jwk.thumbprint(key)).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assertThat(KeyId.of(key)).isEqualTo(new KeyId("atk-NzbLsXh8uDCcd-6M"));
    }

    @ParameterizedTest
    @EnumSource
    void anotherLibraryComputesTheSameThumbprint(SigningAlgorithm algorithm) throws Exception {
        var key = TestKeys.key(algorithm);
        var other = com.nimbusds.jose.jwk.JWKSet.parse(
                        TestKeys.published(algorithm).toJson())
                .getKeys()
                .getFirst()
                .computeThumbprint()
                .toString();

        assertThat(key.id().value()).isEqualTo("atk-" + other.substring(0, 16));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "atk-", "atk-short", "ATK-NzbLsXh8uDCcd-6M", "atk-NzbLsXh8uDCcd-6M ", "atk-NzbLsXh8uDCcd+6M"
            })
    void anotherShapeIsNoKeyId(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyId(text));
    }

    private static PublicKey rsa(BigInteger modulus) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537)));
    }
}
