package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.access.TokenOrigin.NamespaceScope;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.LabelRequirements;
import dev.apitoken.operator.kubernetes.LabelRequirements.Operator;
import dev.apitoken.operator.kubernetes.LabelRequirements.Requirement;
import dev.apitoken.token.access.TokenEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every gate against every token: namespaces × issuers × audiences × roles × accounts × {@code tokensFrom}. The oracle
 * below knows nothing of the compiler; it was written from the words of the design alone.
 */
class TokensAcrossNamespacesTest {
    private static final List<String> NAMESPACES = List.of("shop", "bank", "mail");
    private static final Map<String, Map<String, String>> LABELS =
            Map.of("shop", Map.of("team", "sales"), "bank", Map.of("team", "money"), "mail", Map.of());
    private static final LabelRequirements TEAM_MONEY =
            new LabelRequirements(List.of(new Requirement("team", Operator.In, Set.of("money"))));
    private static final LabelRequirements EVERYBODY = new LabelRequirements(List.of());

    private static final IssuerId CLOSED = IssuerId.clusterWide("closed");
    private static final IssuerId OPEN = IssuerId.clusterWide("open");
    private static final IssuerId FOR_MONEY = IssuerId.clusterWide("for-money");
    private static final List<IssuerId> CLUSTER_WIDE = List.of(CLOSED, OPEN, FOR_MONEY);

    private enum Account {
        NONE,
        ADMIN_AND_READER,
        DISABLED
    }

    private record Cell(
            String gate,
            Optional<TokenOrigin> origin,
            String namespace,
            IssuerId issuer,
            String audience,
            Optional<Set<String>> tokenRoles,
            Account account) {}

    @Test
    void nobodyIsListedAndNoRoleIsGrantedBeyondWhatPolicyIssuerAndAccountAgreeOn() {
        var cells = cells();
        var wrong = cells.stream()
                .filter(cell -> !compiled(cell).equals(expected(cell)))
                .toList();

        assertThat(cells).hasSizeGreaterThan(500);
        assertThat(wrong).isEmpty();
        assertThat(cells.stream().filter(cell -> expected(cell).isPresent())).hasSizeGreaterThan(100);
    }

    /** From the design: who is listed, and with which roles; empty: not listed. */
    private static Optional<Set<String>> expected(Cell cell) {
        if (!cell.audience().equals("gate-of-" + cell.gate()) || cell.account() == Account.DISABLED) {
            return Optional.empty();
        }
        boolean home = cell.gate().equals(cell.namespace());
        boolean named = cell.origin()
                .map(origin -> switch (origin.namespaces()) {
                    case NamespaceScope.Same _ -> home;
                    case NamespaceScope.All _ -> true;
                    case NamespaceScope.Selected _ -> cell.namespace().equals("bank");
                })
                .orElse(home);
        var wanted = cell.origin().flatMap(TokenOrigin::issuer);
        if (!named || (wanted.isPresent() && !wanted.get().equals(cell.issuer()))) {
            return Optional.empty();
        }
        boolean mayCross = cell.issuer().equals(OPEN)
                || (cell.issuer().equals(FOR_MONEY) && cell.gate().equals("bank"));
        if (!home && !mayCross) {
            return Optional.empty();
        }
        var roles = new TreeSet<String>();
        if (cell.account() == Account.ADMIN_AND_READER) {
            for (var role : List.of("admin", "reader")) {
                boolean byToken =
                        cell.tokenRoles().isEmpty() || cell.tokenRoles().get().contains(role);
                var listed = cell.origin().flatMap(TokenOrigin::roles);
                boolean byGate = listed.isPresent() ? listed.get().contains(role) : home;
                if (byToken && byGate) {
                    roles.add(role);
                }
            }
        }
        return Optional.of(roles);
    }

    private static Optional<Set<String>> compiled(Cell cell) {
        var policy = Samples.policy(
                cell.gate(), "gate-of-" + cell.gate(), cell.origin().orElse(TokenOrigin.SAME_NAMESPACE));
        var token = Samples.token(cell.namespace(), "ci", cell.issuer(), cell.audience());
        token = cell.tokenRoles().isPresent()
                ? Samples.withRoles(token, cell.tokenRoles().get())
                : token;
        var account = Samples.account(cell.namespace(), "ci", "admin", "reader");
        var elsewhere = NAMESPACES.stream()
                .filter(namespace -> !namespace.equals(cell.namespace()))
                .map(namespace -> Samples.account(namespace, "ci", "root"));
        var accounts = new ArrayList<>(elsewhere.toList());
        switch (cell.account()) {
            case NONE -> {}
            case ADMIN_AND_READER -> accounts.add(account);
            case DISABLED -> accounts.add(Samples.disabled(account));
        }
        var inputs = new CompileInputs(
                List.of(token), TokenHolders.of(List.of(token)), AccountDirectory.of(accounts), issuers(), LABELS);
        return AccessCompiler.compile(policy, inputs, Samples.NOW).entries().stream()
                .findFirst()
                .map(TokenEntry::roles);
    }

    private static Map<IssuerId, CompilableIssuer> issuers() {
        var issuers = new HashMap<IssuerId, CompilableIssuer>();
        NAMESPACES.forEach(namespace -> {
            var id = IssuerId.local(namespace, "default");
            // A local kind has no such selector; if it had, it must still not reach further.
            issuers.put(id, Samples.acceptedIn(Samples.issuer(id), EVERYBODY));
        });
        issuers.put(CLOSED, Samples.issuer(CLOSED));
        issuers.put(OPEN, Samples.acceptedIn(Samples.issuer(OPEN), EVERYBODY));
        issuers.put(FOR_MONEY, Samples.acceptedIn(Samples.issuer(FOR_MONEY), TEAM_MONEY));
        return issuers;
    }

    private static List<Cell> cells() {
        var cells = new ArrayList<Cell>();
        for (var gate : NAMESPACES) {
            for (var origin : origins(gate)) {
                for (var namespace : NAMESPACES) {
                    for (var issuer : issuersIn(namespace)) {
                        for (var audience : List.of("gate-of-shop", "gate-of-bank")) {
                            for (var roles : tokenRoles()) {
                                for (var account : Account.values()) {
                                    cells.add(new Cell(gate, origin, namespace, issuer, audience, roles, account));
                                }
                            }
                        }
                    }
                }
            }
        }
        return cells;
    }

    private static List<Optional<TokenOrigin>> origins(String gate) {
        var origins = new ArrayList<Optional<TokenOrigin>>();
        origins.add(Optional.empty());
        for (NamespaceScope scope :
                List.of(new NamespaceScope.Same(), new NamespaceScope.All(), new NamespaceScope.Selected(TEAM_MONEY))) {
            for (var issuer : List.of(
                    Optional.<IssuerId>empty(),
                    Optional.of(OPEN),
                    Optional.of(CLOSED),
                    Optional.of(IssuerId.local(gate, "default")))) {
                for (var roles : List.of(Optional.<Set<String>>empty(), Optional.of(Set.of("reader")))) {
                    origins.add(Optional.of(new TokenOrigin(scope, issuer, roles)));
                }
            }
        }
        return origins;
    }

    private static List<IssuerId> issuersIn(String namespace) {
        var issuers = new ArrayList<>(CLUSTER_WIDE);
        issuers.add(IssuerId.local(namespace, "default"));
        return issuers;
    }

    private static List<Optional<Set<String>>> tokenRoles() {
        return List.of(Optional.empty(), Optional.of(Set.of()), Optional.of(Set.of("admin", "made-up")));
    }
}
