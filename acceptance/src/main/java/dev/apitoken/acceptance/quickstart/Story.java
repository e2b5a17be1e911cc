package dev.apitoken.acceptance.quickstart;

import dev.apitoken.acceptance.Caller;
import dev.apitoken.acceptance.Caller.Credential;
import dev.apitoken.acceptance.Repository;
import dev.apitoken.testkit.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What the product does, told on a cluster where the operator already runs. */
final class Story {
    private static final String NAMESPACE = "shop";
    private static final String ALTERED = "$ALTERED_TOKEN";
    private static final Duration END_DEADLINE = Duration.ofSeconds(10);

    private final Repository repository;
    private final Cluster cluster;
    private final Terminal terminal;
    private final Expectations expectations;
    private final Resources resources;
    private final InstantSource clock;

    Story(Repository repository, Cluster cluster, Terminal terminal, Expectations expectations, InstantSource clock) {
        this.repository = repository;
        this.cluster = cluster;
        this.terminal = terminal;
        this.expectations = expectations;
        this.clock = clock;
        this.resources = new Resources(cluster.client());
    }

    /** From YAML to a Secret. */
    String firstToken() {
        terminal.chapter("A token, from YAML to a Secret");
        apply("01-first-token");
        resources.awaitReady("AccessPolicy", NAMESPACE, "api");
        resources.awaitReady("ApiToken", NAMESPACE, "ci");
        String token = resources.awaitToken(NAMESPACE, "ci", value -> true);
        show("apitokens");
        var decoded = DecodedToken.of(token);
        terminal.command("kubectl -n shop get secret ci   (decoded; the signature is not shown)");
        terminal.output(decoded.header());
        terminal.output(decoded.claims());
        return token;
    }

    void fourPlaces(Caller caller, String token) {
        terminal.chapter("Who gets in");
        expectations.expect(401, "{\"error\":\"Credentials required\"}", caller, "GET", "/orders");
        for (Credential credential : Caller.everyPlace(token)) {
            expectations.expect(200, "for ci", caller, "GET", "/orders", credential);
        }
        expectations.expect(200, "\"ci\"", caller, "GET", "/api/user/me", Credential.bearer(token));
        String altered = token + "x";
        expectations.expect(401, caller, "GET", "/orders", Credential.bearer(altered, ALTERED));
        var twoTokens = new Credential[] {Credential.bearer(token), new Credential("X-API-KEY", altered, ALTERED)};
        expectations.expect(400, caller, "GET", "/orders", twoTokens);
        expectations.expect(
                200,
                "for ci",
                caller,
                "GET",
                "/orders",
                Credential.bearer(token),
                new Credential("X-ApiToken-User", "admin"));
    }

    String rotate(Caller caller, String old) {
        terminal.chapter("Rotation: any token issued before this instant is stale");
        Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        patch("ApiToken", "ci", "{\"spec\":{\"rotation\":{\"rotateAfter\":\"%s\"}}}".formatted(at));
        String fresh = resources.awaitToken(NAMESPACE, "ci", value -> !value.equals(old));
        awaitStatus(200, caller, fresh);
        expectations.expect(200, caller, "GET", "/orders", Credential.bearer(fresh, "$NEW_TOKEN"));
        expectations.expect(401, caller, "GET", "/orders", Credential.bearer(old, "$OLD_TOKEN"));
        resources.awaitReported("ApiToken", NAMESPACE, "ci");
        show("apitokens");
        return fresh;
    }

    void disable(Caller caller, String token) {
        terminal.chapter("Off and on again");
        patch("ApiToken", "ci", "{\"spec\":{\"enabled\":false}}");
        Duration refused = awaitStatus(401, caller, token);
        terminal.took("first refusal after the API server's acknowledgement", refused);
        expectations.expect(401, caller, "GET", "/orders", Credential.bearer(token));
        resources.awaitReported("ApiToken", NAMESPACE, "ci");
        show("apitokens");
        patch("ApiToken", "ci", "{\"spec\":{\"enabled\":true}}");
        awaitStatus(200, caller, token);
        expectations.expect(200, caller, "GET", "/orders", Credential.bearer(token));
    }

    /** Roles and sources; the policy is already applied and the gate stands. */
    void rolesAndSources(Caller here, Caller elsewhere) {
        String token = resources.awaitToken(NAMESPACE, "reporting", value -> true);
        awaitStatus(200, here, token, "/orders/7");
        expectations.expect(200, "for anybody", here, "GET", "/status");
        expectations.expect(200, "as reader", here, "GET", "/orders/7", Credential.bearer(token));
        expectations.expect(403, here, "POST", "/orders/7", Credential.bearer(token));
        expectations.expect(403, here, "GET", "/admin", Credential.bearer(token));
        expectations.expect(400, here, "GET", "/orders/%2e%2e/admin", Credential.bearer(token));
        patch("ApiAccount", "reporting", "{\"spec\":{\"roles\":[\"reader\",\"writer\"]}}");
        Duration known = await(200, () -> here.call("POST", "/orders/7", java.util.List.of(Credential.bearer(token))));
        terminal.took("the same token may write after", known);
        expectations.expect(200, "as reader,writer", here, "POST", "/orders/7", Credential.bearer(token));

        terminal.chapter("The same token from an address that is not in allowedSources");
        terminal.say("from " + elsewhere.address() + ":");
        expectations.expect(401, elsewhere, "GET", "/orders/7", Credential.bearer(token));
        terminal.say("from " + here.address() + ":");
        expectations.expect(200, here, "GET", "/orders/7", Credential.bearer(token));
    }

    void applyRolesExample() {
        terminal.chapter("Roles live in the account, not in the token");
        apply("03-protect-an-api");
        resources.awaitReady("AccessPolicy", NAMESPACE, "orders");
        resources.awaitReady("ApiToken", NAMESPACE, "reporting");
    }

    private void apply(String example) {
        terminal.command("kubectl apply -f examples/" + example);
        Path folder = repository.example(example);
        cluster.applyManifests(folder);
    }

    private void patch(String kind, String name, String patch) {
        terminal.command("kubectl -n shop patch %s %s --type merge -p '%s'"
                .formatted(kind.toLowerCase(java.util.Locale.ROOT), name, patch));
        resources.patch(kind, NAMESPACE, name, patch);
    }

    private void show(String plural) {
        terminal.command("kubectl -n shop get " + plural);
        terminal.output(KubectlTable.get(cluster.client(), NAMESPACE, plural));
    }

    private Duration awaitStatus(int status, Caller caller, String token) {
        return awaitStatus(status, caller, token, "/orders");
    }

    private Duration awaitStatus(int status, Caller caller, String token, String path) {
        return await(status, () -> caller.call("GET", path, java.util.List.of(Credential.bearer(token))));
    }

    /** How long until the first such answer. A miss shows in the expectation that follows. */
    private static Duration await(int status, java.util.function.Supplier<Caller.Answer> call) {
        long start = System.nanoTime();
        while (call.get().status() != status && System.nanoTime() - start < END_DEADLINE.toNanos()) {
            Thread.onSpinWait();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
