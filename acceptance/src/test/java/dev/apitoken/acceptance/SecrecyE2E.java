package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.acceptance.Caller.Credential;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every token and every private key of a run is looked for, raw and in each encoding they could leak in, wherever
 * something is written: logs at debug level, every object of the namespaces (Secret data excepted), metrics.
 */
@RealCluster
class SecrecyE2E {
    private static final Map<String, String> LOUD = Map.of("APITOKEN_LOG_LEVEL", "DEBUG");

    @TempDir
    Path home;

    private final Cluster cluster;

    SecrecyE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void tokensAndKeysAppearNowhereButInTheirSecrets() throws Exception {
        Repository repository = Repository.find();
        var secrets = new TreeMap<String, byte[]>();
        var written = new TreeMap<String, String>();
        try (var operator = InstalledOperator.start(cluster, home, LOUD);
                var upstream = SampleApi.start()) {
            cluster.applyManifests(repository.example("01-first-token"));
            String first = awaitToken("");
            remember(secrets, "first token", first);
            Path log = Files.createTempFile(home, "validator-", ".log");
            var place = new Gate.Place("shop", "api", "default", upstream.address());
            try (Gate gate = Gate.start(cluster, place, log, LOUD);
                    Caller caller = Caller.at("127.0.0.1", gate.address())) {
                awaitStatus(200, caller, first);
                provokeEveryRefusal(caller, first, secrets);
                rotate();
                String second = awaitToken(first);
                remember(secrets, "second token", second);
                awaitStatus(200, caller, second);
                tamper(second);
                remember(secrets, "third token", awaitToken(second));
                written.put("validator metrics", gate.metrics());
            }
            written.put("operator metrics", operator.metrics());
            written.put("operator process", operator.program().describe());
            // Printed with the log.
            operator.program().dumpThreads();
            eventually(() -> assertThat(operator.log()).contains("Full thread dump", "due-scan"));
            written.put("validator log", Files.readString(log));
            written.put("operator log", operator.log());
        }
        rememberSigningKeys(secrets);
        written.putAll(everyObject());

        assertThat(written.get("operator log")).isNotBlank();
        assertThat(written.get("validator log")).isNotBlank();
        assertThat(secrets.keySet())
                .contains("first token", "second token", "third token", "altered token")
                .anyMatch(name -> name.endsWith(".p8"));
        var leaks = new ArrayList<String>();
        secrets.forEach((name, secret) -> written.forEach((place, text) -> spellings(secret).stream()
                .filter(text::contains)
                .forEach(spelling -> leaks.add(name + " in " + place))));
        assertThat(leaks).isEmpty();
    }

    /** Requests that fail in as many ways as there are: an error path is where secrets slip out. */
    private static void provokeEveryRefusal(Caller caller, String token, Map<String, byte[]> secrets) {
        String altered = token.substring(0, token.length() - 2) + (token.endsWith("AA") ? "BB" : "AA");
        remember(secrets, "altered token", altered);
        for (Credential credential : Caller.everyPlace(altered)) {
            assertThat(caller.call("GET", "/", List.of(credential)).status()).isEqualTo(401);
        }
        var both = List.of(Credential.bearer(token), new Credential("X-API-KEY", altered));
        assertThat(caller.call("GET", "/", both).status()).isEqualTo(400);
        assertThat(caller.call("GET", "/%2e%2e", List.of(Credential.bearer(token)))
                        .status())
                .isEqualTo(400);
        assertThat(caller.call("GET", "/", List.of(new Credential("Authorization", "Basic " + altered)))
                        .status())
                .isEqualTo(401);
        assertThat(caller.call("GET", "/", List.of(Credential.bearer(token + "~")))
                        .status())
                .isEqualTo(401);
    }

    private void rotate() {
        cluster.client()
                .genericKubernetesResources("apitoken.dev/v1alpha1", "ApiToken")
                .inNamespace("shop")
                .withName("ci")
                .edit(token -> {
                    token.getMetadata()
                            .setAnnotations(Map.of(
                                    "apitoken.dev/rotate-after",
                                    java.time.Instant.now().toString()));
                    return token;
                });
    }

    /** A value that is no token, so that the operator meets what it cannot read. */
    private void tamper(String token) {
        cluster.client().secrets().inNamespace("shop").withName("ci").edit(secret -> {
            byte[] broken = token.substring(7).getBytes(StandardCharsets.US_ASCII);
            secret.getData().put("token", Base64.getEncoder().encodeToString(broken));
            return secret;
        });
    }

    private String awaitToken(String old) {
        return Awaitility.await("a token")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(this::tokenOrNothing, token -> token.length() > 100 && !old.endsWith(token));
    }

    private String tokenOrNothing() {
        Secret secret =
                cluster.client().secrets().inNamespace("shop").withName("ci").get();
        return secret == null || secret.getData() == null || !secret.getData().containsKey("token")
                ? ""
                : new String(Base64.getDecoder().decode(secret.getData().get("token")), StandardCharsets.US_ASCII);
    }

    private static void awaitStatus(int status, Caller caller, String token) {
        Awaitility.await("answer " + status)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> caller.call("GET", "/", List.of(Credential.bearer(token)))
                                .status()
                        == status);
    }

    private static void remember(Map<String, byte[]> secrets, String name, String token) {
        secrets.put(name, token.getBytes(StandardCharsets.US_ASCII));
    }

    private void rememberSigningKeys(Map<String, byte[]> secrets) {
        cluster.client().secrets().inNamespace(InstalledOperator.NAMESPACE).list().getItems().stream()
                .filter(secret -> "apitoken.dev/signing-keys".equals(secret.getType()))
                .flatMap(secret -> secret.getData().entrySet().stream())
                .filter(entry -> entry.getKey().endsWith(".p8"))
                .forEach(
                        entry -> secrets.put(entry.getKey(), Base64.getDecoder().decode(entry.getValue())));
    }

    /** The text of every object we could have written to, as the server keeps it; of Secrets all but the data. */
    private Map<String, String> everyObject() {
        var texts = new TreeMap<String, String>();
        var client = cluster.client();
        for (String namespace : List.of("shop", InstalledOperator.NAMESPACE)) {
            var objects = new ArrayList<Object>();
            objects.addAll(client.v1().events().inNamespace(namespace).list().getItems());
            objects.addAll(
                    client.events().v1().events().inNamespace(namespace).list().getItems());
            objects.addAll(client.configMaps().inNamespace(namespace).list().getItems());
            objects.addAll(client.leases().inNamespace(namespace).list().getItems());
            objects.addAll(client.rbac().roles().inNamespace(namespace).list().getItems());
            client.secrets().inNamespace(namespace).list().getItems().forEach(secret -> {
                secret.setData(null);
                objects.add(secret);
            });
            for (String kind : List.of("ApiToken", "ApiAccount", "TokenIssuer", "AccessPolicy", "ValidatorReport")) {
                objects.addAll(client.genericKubernetesResources("apitoken.dev/v1alpha1", kind)
                        .inNamespace(namespace)
                        .list()
                        .getItems());
            }
            texts.put(
                    "objects of " + namespace,
                    client.getKubernetesSerialization().asJson(objects));
        }
        texts.put(
                "cluster issuers",
                client.getKubernetesSerialization()
                        .asJson(client.genericKubernetesResources("apitoken.dev/v1alpha1", "ClusterTokenIssuer")
                                .list()
                                .getItems()));
        return texts;
    }

    /** A long middle piece in each encoding: a leak rarely shows the whole. A token's first part and claims are no secret. */
    private static List<String> spellings(byte[] secret) {
        var text = new String(secret, StandardCharsets.ISO_8859_1);
        boolean isToken = text.startsWith("eyJ");
        byte[] piece = isToken
                ? text.substring(text.lastIndexOf('.') + 1).getBytes(StandardCharsets.US_ASCII)
                : java.util.Arrays.copyOfRange(secret, wholeGroups(secret.length / 2), secret.length);
        var spellings = new ArrayList<String>();
        spellings.add(Base64.getEncoder().withoutPadding().encodeToString(piece).substring(4, 24));
        spellings.add(
                Base64.getUrlEncoder().withoutPadding().encodeToString(piece).substring(4, 24));
        spellings.add(HexFormat.of().formatHex(piece).substring(0, 24));
        if (isToken) {
            spellings.add(text.substring(text.lastIndexOf('.') + 1).substring(8, 28));
        }
        return spellings.stream().filter(Objects::nonNull).toList();
    }

    /** Base64 encodes three bytes at a time: a piece that starts between groups would be spelled differently. */
    private static int wholeGroups(int bytes) {
        return bytes / 3 * 3;
    }
}
