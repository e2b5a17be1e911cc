package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.operator.account.AccountHolder;
import dev.apitoken.operator.account.AccountView;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.LabelRequirements;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.User;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What cannot be read any more admits nobody, holds up nobody, and is looked at again. */
class FailClosedTest {
    private static final IssuerId ISSUER = IssuerId.clusterWide("default");
    private static final ObjectName GATE = new ObjectName("shop", "gate");
    private static final ObjectName CI = new ObjectName("shop", "ci");
    private static final ObjectName NEIGHBOUR = new ObjectName("bank", "neighbour");
    private static final AccountHolder HOLDER = new AccountHolder("shop", new User("ci"));
    private static final LabelRequirements EVERYBODY = new LabelRequirements(List.of());

    private static final Change POLICY = new Change.Policy(GATE);
    private static final Change TOKEN = new Change.Token(CI);
    private static final Change ACCOUNT = new Change.Account(HOLDER);
    private static final Change ISSUERS = new Change.Issuer(ISSUER);
    private static final Change LABELS = new Change.Namespace("bank");

    private final Set<Change> poisonous = new HashSet<>();
    private final AccessBook book = new AccessBook(new AccessSources(
            name -> read(new Change.Policy(name), policy()),
            name -> read(new Change.Token(name), Samples.token(name.namespace(), name.name(), ISSUER, "shop")),
            holder -> read(new Change.Account(holder), account(holder)),
            id -> read(new Change.Issuer(id), Samples.acceptedIn(Samples.issuer(id), EVERYBODY)),
            namespace -> read(new Change.Namespace(namespace), Map.of("team", "money")),
            name -> Optional.empty(),
            List::of));

    FailClosedTest() {
        book.refresh(List.of(
                POLICY, TOKEN, new Change.Token(NEIGHBOUR), ACCOUNT, ISSUERS, LABELS, new Change.Namespace("shop")));
        assertThat(users()).containsExactlyInAnyOrder("ci", "neighbour");
    }

    @Test
    void anAccountCountsAsDisabledForItMayHaveBeen() {
        spoil(ACCOUNT);

        assertThat(users()).containsExactly("neighbour");
        cure(ACCOUNT);
    }

    @Test
    void anIssuerIsNotThere() {
        spoil(ISSUERS);

        assertThat(users()).isEmpty();
        cure(ISSUERS);
    }

    @Test
    void aNamespaceIsSelectedByNobody() {
        spoil(LABELS);

        assertThat(users()).containsExactly("ci");
        cure(LABELS);
    }

    @Test
    void aTokenIsNotListedAndNobodyElseSpeaksForIt() {
        spoil(TOKEN);

        assertThat(users()).containsExactly("neighbour");
        cure(TOKEN);
    }

    /** Without the policy nothing would be written for tokens that end. */
    @Test
    void aPolicyGoesOnAsItWasKnown() {
        spoil(POLICY, TOKEN);

        assertThat(users()).containsExactly("neighbour");
        cure(POLICY);
    }

    @Test
    void oneThatCannotBeReadHoldsUpNoOther() {
        poisonous.add(ISSUERS);

        var refreshed = book.refresh(List.of(ISSUERS, new Change.Written(new ObjectName("bank", "gate"))));

        assertThat(refreshed.affected()).contains(new ObjectName("bank", "gate"));
    }

    private void spoil(Change... changes) {
        poisonous.addAll(List.of(changes));
        var refreshed = book.refresh(List.of(changes));
        assertThat(refreshed.affected()).contains(GATE);
        assertThat(refreshed.unreadable()).containsExactly(changes);
    }

    private void cure(Change again) {
        poisonous.clear();
        assertThat(book.refresh(List.of(again, TOKEN)).unreadable()).isEmpty();
        assertThat(users()).containsExactlyInAnyOrder("ci", "neighbour");
    }

    private List<String> users() {
        return book.compile(GATE, Samples.NOW).orElseThrow().entries().stream()
                .map(entry -> entry.user().value())
                .toList();
    }

    private <T> Optional<T> read(Change change, T value) {
        if (poisonous.contains(change)) {
            throw new IllegalStateException("poison");
        }
        return Optional.of(value);
    }

    private static AccountView account(AccountHolder holder) {
        return Samples.account(holder.namespace(), holder.user().value(), "reader");
    }

    private static ParsedPolicy policy() {
        return ParsedPolicy.of(Serialization.unmarshal("""
                apiVersion: apitoken.dev/v1alpha1
                kind: AccessPolicy
                metadata: {namespace: shop, name: gate, uid: uid, generation: 1}
                spec:
                  tokensFrom:
                  - {}
                  - namespaces: {from: Selector, selector: {matchLabels: {team: money}}}
                """, AccessPolicy.class));
    }
}
