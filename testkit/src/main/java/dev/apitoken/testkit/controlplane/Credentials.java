package dev.apitoken.testkit.controlplane;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What the API server is told to trust: two static tokens in group system:masters (a person, and the controller
 * manager under a name of its own so that audit logs tell them apart), and the key that signs ServiceAccount tokens.
 */
record Credentials(String adminToken, String controllerManagerToken, Path tokenFile, Path privateKey, Path publicKey) {

    static Credentials createIn(Path folder) throws IOException {
        String admin = randomToken();
        String controllerManager = randomToken();
        Path tokenFile = PrivateFile.write(folder.resolve("tokens.csv"), """
                %s,testkit:admin,testkit-admin,system:masters
                %s,testkit:controller-manager,testkit-controller-manager,system:masters
                """.formatted(admin, controllerManager));
        KeyPair keys = serviceAccountKeys();
        Path privateKey = PrivateFile.write(
                folder.resolve("service-account.key"),
                pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        Path publicKey = PrivateFile.write(
                folder.resolve("service-account.pub"),
                pem("PUBLIC KEY", keys.getPublic().getEncoded()));
        return new Credentials(admin, controllerManager, tokenFile, privateKey, publicKey);
    }

    private static KeyPair serviceAccountKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has P-256", e);
        }
    }

    private static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type);
    }

    private static String randomToken() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "Credentials in " + tokenFile.getParent();
    }
}
