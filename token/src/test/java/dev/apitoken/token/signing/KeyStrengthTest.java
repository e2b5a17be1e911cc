package dev.apitoken.token.signing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule C3. Keys that no key factory would make are built by hand, since other providers may be less careful. */
class KeyStrengthTest {
    private static final ECPublicKey GOOD =
            (ECPublicKey) TestKeys.key(SigningAlgorithm.ES256).verificationKey().key();
    private static final BigInteger F4 = BigInteger.valueOf(65537);

    @ParameterizedTest
    @CsvSource({
        "3071, 65537",
        "2048, 65537",
        "512, 65537",
        "8193, 65537",
        "3072, 3",
        "3072, 1",
        "3072, 65538",
        "3072, 0"
    })
    void aWeakRsaKeyIsRefused(int bits, long exponent) {
        assertWeak(SigningAlgorithm.RS256, new Rsa(odd(bits), BigInteger.valueOf(exponent)));
    }

    @Test
    void anRsaExponentBeyond256BitsOrAnEvenModulusIsRefused() {
        assertWeak(
                SigningAlgorithm.RS256,
                new Rsa(odd(3072), BigInteger.ONE.shiftLeft(256).add(BigInteger.ONE)));
        assertWeak(SigningAlgorithm.RS256, new Rsa(BigInteger.ONE.shiftLeft(3071), F4));
    }

    @ParameterizedTest
    @CsvSource({"3072", "4096", "8192"})
    void aStrongRsaKeyIsAccepted(int bits) {
        assertThatCode(() -> KeyStrength.require(SigningAlgorithm.RS256, new Rsa(odd(bits), F4)))
                .doesNotThrowAnyException();
    }

    @Test
    void aPointThatIsNotOnTheCurveIsRefused() {
        var x = GOOD.getW().getAffineX();
        var y = GOOD.getW().getAffineY();
        var p = new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

        assertWeak(SigningAlgorithm.ES256, new Ec(new ECPoint(x, y.add(BigInteger.ONE)), GOOD.getParams()));
        assertWeak(SigningAlgorithm.ES256, new Ec(new ECPoint(x.add(p), y), GOOD.getParams()));
        assertWeak(SigningAlgorithm.ES256, new Ec(new ECPoint(x, y.subtract(p)), GOOD.getParams()));
        assertWeak(SigningAlgorithm.ES256, new Ec(ECPoint.POINT_INFINITY, GOOD.getParams()));
        assertThatCode(() -> KeyStrength.require(SigningAlgorithm.ES256, new Ec(new ECPoint(x, y), GOOD.getParams())))
                .doesNotThrowAnyException();
    }

    /** CVE-2020-0601: a generator of the attacker's choice on an otherwise right curve. */
    @Test
    void aCurveWithAnotherGeneratorIsRefused() {
        var real = GOOD.getParams();
        var forged = new ECParameterSpec(real.getCurve(), GOOD.getW(), real.getOrder(), real.getCofactor());

        assertWeak(SigningAlgorithm.ES256, new Ec(GOOD.getW(), forged));
    }

    @ParameterizedTest
    @EnumSource
    void aKeyServesTheAlgorithmsOfItsOwnKindOnly(SigningAlgorithm algorithm) {
        for (var other : SigningAlgorithm.values()) {
            var sameKind = other.keyType().equals("RSA") && algorithm.keyType().equals("RSA");
            if (other != algorithm && !sameKind) {
                assertWeak(algorithm, TestKeys.key(other).verificationKey().key());
            }
        }
    }

    @Test
    void aKeyOfAnotherFamilyIsRefused() throws Exception {
        var ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        for (var algorithm : SigningAlgorithm.values()) {
            assertWeak(algorithm, ed25519);
        }
    }

    private static void assertWeak(SigningAlgorithm algorithm, PublicKey key) {
        assertThatExceptionOfType(WeakKeyException.class).isThrownBy(() -> VerificationKey.of(algorithm, key));
    }

    private static BigInteger odd(int bits) {
        return BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
    }

    private record Rsa(BigInteger getModulus, BigInteger getPublicExponent) implements RSAPublicKey {
        @Override
        public String getAlgorithm() {
            return "RSA";
        }

        @Override
        public String getFormat() {
            return "none";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }

    private record Ec(ECPoint getW, ECParameterSpec getParams) implements ECPublicKey {
        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return "none";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }
}
