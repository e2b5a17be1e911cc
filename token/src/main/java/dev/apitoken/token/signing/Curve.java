package dev.apitoken.token.signing;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;

/** The curves of RFC 7518 section 6.2.1.1. */
enum Curve {
    P256("P-256", "secp256r1", 32),
    P384("P-384", "secp384r1", 48),
    P521("P-521", "secp521r1", 66);

    final String jwkName;
    final String platformName;
    /** Of one coordinate, and of one half of a signature. */
    final int bytes;

    Curve(String jwkName, String platformName, int bytes) {
        this.jwkName = jwkName;
        this.platformName = platformName;
        this.bytes = bytes;
    }

    ECParameterSpec parameters() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(platformName));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks the curve " + jwkName, e);
        }
    }

    boolean hasParameters(ECParameterSpec other) {
        var own = parameters();
        return sameEquation(own.getCurve(), other.getCurve())
                && own.getGenerator().equals(other.getGenerator())
                && own.getOrder().equals(other.getOrder())
                && own.getCofactor() == other.getCofactor();
    }

    /** Seeds are left out: providers differ in whether they carry them, and they say nothing about the curve. */
    private static boolean sameEquation(EllipticCurve one, EllipticCurve other) {
        return one.getField().equals(other.getField())
                && one.getA().equals(other.getA())
                && one.getB().equals(other.getB());
    }

    /** Cofactor 1: a point that is on the curve and is not the neutral one is a sound public key. */
    boolean contains(ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        var curve = parameters().getCurve();
        var p = ((ECFieldFp) curve.getField()).getP();
        var x = point.getAffineX();
        var y = point.getAffineY();
        if (!isBelow(x, p) || !isBelow(y, p)) {
            return false;
        }
        var right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
        return y.pow(2).mod(p).equals(right);
    }

    private static boolean isBelow(BigInteger value, BigInteger bound) {
        return value.signum() >= 0 && value.compareTo(bound) < 0;
    }
}
