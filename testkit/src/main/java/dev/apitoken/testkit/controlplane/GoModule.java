package dev.apitoken.testkit.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Go module that is nothing but pinned requirements (src/main/control-plane, packed as a resource): go.mod names the
 * program to build and every version below it, go.sum their hashes.
 */
enum GoModule {
    KUBERNETES("kubernetes", "k8s.io/kubernetes"),
    ETCD("etcd", "go.etcd.io/etcd/server/v3"),
    HELM("helm", "helm.sh/helm/v4");

    private final String folder;
    private final String program;

    GoModule(String folder, String program) {
        this.folder = folder;
        this.program = program;
    }

    /** The version of the program, as go.mod pins it: "v1.36.3". */
    String version() {
        Matcher line = Pattern.compile(
                        "^\\s*(?:require )?" + Pattern.quote(program) + " (v[0-9][^ \\s]*)", Pattern.MULTILINE)
                .matcher(file("go.mod"));
        if (!line.find()) {
            throw new IllegalStateException("control-plane/" + folder + "/go.mod does not require " + program);
        }
        return line.group(1);
    }

    void copyTo(Path target) throws IOException {
        Files.writeString(target.resolve("go.mod"), file("go.mod"));
        Files.writeString(target.resolve("go.sum"), file("go.sum"));
    }

    /** Eight hexadecimal digits that change when any pinned version of these modules changes. */
    static String fingerprint(GoModule... modules) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (GoModule module : modules) {
                sha256.update(module.file("go.mod").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(sha256.digest(), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private String file(String name) {
        String resource = "/control-plane/" + folder + "/" + name;
        try (InputStream in = GoModule.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("testkit is packed without " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
