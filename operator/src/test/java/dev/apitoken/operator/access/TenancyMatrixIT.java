package dev.apitoken.operator.access;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ClusterTokenIssuer;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.token.Digest;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.secret.UnreadableAccessException;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Who gets in where, and as what: every token of every namespace, issuer, user and audience at every gate, compared with
 * an oracle that knows nothing of the code (rules D1, D3, D5, D8).
 */
@RealCluster
class TenancyMatrixIT {
    private static final List<String> ISSUERS = List.of("local", "closed", "gold", "shared", "limited");
    private static final List<String> USERS = List.of("ci-1", "ops");
    private static final List<String> AUDIENCES = List.of("aud-a", "aud-b");
    private static final List<String> GATES = List.of("home-a", "home-b", "cross-a");

    /** @param gold may mint with the issuer gold; @param open may accept tokens of other namespaces */
    private record Space(Tenant tenant, boolean gold, boolean open) {}

    private record Client(Space space, String issuer, String user, String audience) {
        String name() {
            return issuer + "-" + user + "-" + audience;
        }
    }

    private record Door(Space space, String name, Gate gate) {}

    @Test
    void nobodyGetsMoreThanAllThreeSidesGrant(Cluster cluster) {
        try (var operator = OperatorUnderTest.start(cluster)) {
            assertThat(operator.namespace()).isNotEmpty();
            var spaces = List.of(
                    space(cluster, false, false),
                    space(cluster, true, false),
                    space(cluster, false, true),
                    space(cluster, true, true));
            String run = spaces.getFirst().tenant().namespace();
            clusterIssuers(spaces.getFirst().tenant(), run);
            spaces.forEach(space -> furnish(space, run));
            var doors =
                    spaces.stream().flatMap(space -> doors(space, run).stream()).toList();
            var clients = spaces.stream()
                    .flatMap(space -> clients(space, run).stream())
                    .toList();
            assertThat(clients.size() * doors.size()).isGreaterThanOrEqualTo(500);

            clients.forEach(TenancyMatrixIT::eventuallySettled);
            doors.forEach(door -> eventually(
                    Duration.ofMinutes(2),
                    () -> assertThat(granted(door, clients)).isEqualTo(expected(door, clients))));
        } finally {
            cluster.client().resources(ClusterTokenIssuer.class).delete();
        }
    }

    private static Map<String, Set<String>> expected(Door door, List<Client> clients) {
        var expected = new TreeMap<String, Set<String>>();
        clients.stream()
                .filter(client -> mayHaveAToken(client) && getsIn(client, door))
                .forEach(client -> expected.put(id(client), roles(client, door)));
        return expected;
    }

    private static boolean mayHaveAToken(Client client) {
        return switch (client.issuer()) {
            case "local" -> client.user().equals("ci-1");
            case "closed" -> false;
            case "gold" -> client.space().gold();
            case "limited" -> client.user().equals("ci-1") && client.audience().equals("aud-a");
            default -> true;
        };
    }

    private static boolean getsIn(Client client, Door door) {
        boolean atHome = client.space().equals(door.space());
        return switch (door.name()) {
            case "home-a" -> atHome && client.audience().equals("aud-a");
            case "home-b" -> atHome && client.audience().equals("aud-b");
            default ->
                client.audience().equals("aud-a")
                        && client.issuer().equals("shared")
                        && (atHome || door.space().open());
        };
    }

    private static Set<String> roles(Client client, Door door) {
        if (client.user().equals("ops")) {
            return Set.of();
        }
        var roles = new TreeSet<>(client.audience().equals("aud-b") ? Set.of("writer") : Set.of("reader", "writer"));
        if (door.name().equals("cross-a")) {
            roles.retainAll(Set.of("reader"));
        }
        return roles;
    }

    private static Map<String, Set<String>> granted(Door door, List<Client> clients) throws UnreadableAccessException {
        var owners = new HashMap<Digest, String>();
        for (var client : clients) {
            var secret = client.space().tenant().secretOrNull(client.name());
            if (secret != null) {
                owners.put(Digest.of(client.space().tenant().token(client.name())), id(client));
            }
        }
        var granted = new TreeMap<String, Set<String>>();
        for (TokenEntry entry : door.gate().document().entries()) {
            granted.put(owners.getOrDefault(entry.digest(), "nobody's"), Set.copyOf(entry.roles()));
        }
        return granted;
    }

    private static String id(Client client) {
        return client.space().tenant().namespace() + "/" + client.name();
    }

    private static void eventuallySettled(Client client) {
        boolean may = mayHaveAToken(client);
        client.space()
                .tenant()
                .eventuallyCondition(
                        client.name(), ConditionType.Ready, may ? "True" : "False", may ? "AsRequested" : "NotAllowed");
    }

    private static Space space(Cluster cluster, boolean gold, boolean open) {
        var tenant = Tenant.of(cluster);
        cluster.client()
                .namespaces()
                .withName(tenant.namespace())
                .edit(namespace -> new NamespaceBuilder(namespace)
                        .editMetadata()
                        .addToLabels("tier", gold ? "gold" : "tin")
                        .addToLabels("gate", open ? "open" : "shut")
                        .endMetadata()
                        .build());
        return new Space(tenant, gold, open);
    }

    private static void clusterIssuers(Tenant tenant, String run) {
        clusterIssuer(tenant, "closed-" + run, "");
        clusterIssuer(tenant, "gold-" + run, "namespaces: {matchLabels: {tier: gold}}");
        clusterIssuer(tenant, "shared-" + run, "namespaces: {}, policyNamespaces: {matchLabels: {gate: open}}");
        clusterIssuer(tenant, "limited-" + run, "namespaces: {}, limits: {users: [\"ci-*\"], audiences: [\"*-a\"]}");
    }

    private static void clusterIssuer(Tenant tenant, String name, String spec) {
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ClusterTokenIssuer
                metadata: {name: %s}
                spec: {%s}
                """.formatted(name, spec));
    }

    private static void furnish(Space space, String run) {
        space.tenant().create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: TokenIssuer
                metadata: {name: local}
                spec: {limits: {users: ["ci-*"]}}
                """);
        space.tenant().create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ApiAccount
                metadata: {name: ci-1}
                spec: {roles: [reader, writer]}
                """);
    }

    private static List<Door> doors(Space space, String run) {
        return GATES.stream()
                .map(name -> new Door(
                        space,
                        name,
                        Gate.create(
                                space.tenant(),
                                name,
                                switch (name) {
                                    case "home-a" -> "audience: aud-a";
                                    case "home-b" -> "audience: aud-b";
                                    default ->
                                        "audience: aud-a, tokensFrom: [{namespaces: {from: All}, issuerRef: {kind: "
                                                + "ClusterTokenIssuer, name: shared-" + run + "}, roles: [reader]}]";
                                })))
                .toList();
    }

    private static List<Client> clients(Space space, String run) {
        var clients = new ArrayList<Client>();
        for (var issuer : ISSUERS) {
            for (var user : USERS) {
                for (var audience : AUDIENCES) {
                    var client = new Client(space, issuer, user, audience);
                    space.tenant().create("""
                            apiVersion: apitoken.dev/v1alpha1
                            kind: ApiToken
                            metadata: {name: %s}
                            spec: {user: %s, audiences: [%s], issuerRef: {%s}, roles: [%s]}
                            """.formatted(
                                    client.name(),
                                    user,
                                    audience,
                                    issuer.equals("local")
                                            ? "kind: TokenIssuer, name: local"
                                            : "kind: ClusterTokenIssuer, name: " + issuer + "-" + run,
                                    audience.equals("aud-b") ? "writer, admin" : "reader, writer, admin"));
                    clients.add(client);
                }
            }
        }
        return clients;
    }
}
