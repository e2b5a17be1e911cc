package dev.apitoken.testkit.controlplane;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * A kubeconfig with one cluster and one bearer token, complete in itself (no paths to other files).
 *
 * @param certificateAuthority PEM certificates the server is checked with; absent: those the system trusts
 */
public record Kubeconfig(String server, Optional<String> certificateAuthority, String namespace, String token) {

    /** For the server that this configuration talks to, with another token. */
    public static Kubeconfig with(String token, String namespace, Config admin) {
        return new Kubeconfig(admin.getMasterUrl(), authority(admin), namespace, token);
    }

    private static Optional<String> authority(Config admin) {
        if (admin.getCaCertData() != null) {
            return Optional.of(new String(Base64.getDecoder().decode(admin.getCaCertData()), StandardCharsets.UTF_8));
        }
        return Optional.ofNullable(admin.getCaCertFile()).map(Kubeconfig::read);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes it readable by its owner only. */
    public Path writeTo(Path file) {
        try {
            return PrivateFile.write(file, yaml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String yaml() {
        String authority = certificateAuthority
                .map(pem -> "certificate-authority-data: "
                        + Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)))
                .orElse("insecure-skip-tls-verify: false");
        return """
                apiVersion: v1
                kind: Config
                current-context: testkit
                clusters:
                  - name: testkit
                    cluster:
                      server: %s
                      %s
                users:
                  - name: testkit
                    user:
                      token: %s
                contexts:
                  - name: testkit
                    context:
                      cluster: testkit
                      user: testkit
                      namespace: %s
                """.formatted(server, authority, token, namespace);
    }

    @Override
    public String toString() {
        return "Kubeconfig for " + server;
    }
}
