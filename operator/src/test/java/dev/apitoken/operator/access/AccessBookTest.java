package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.operator.account.AccountHolder;
import dev.apitoken.operator.account.AccountView;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.User;
import dev.apitoken.token.access.PolicySettings;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which policies are compiled again because of which change. */
class AccessBookTest {
    private static final IssuerId ISSUER = IssuerId.local("shop", "default");
    private static final ObjectName SHOP = new ObjectName("shop", "gate");
    private static final ObjectName BANK = new ObjectName("bank", "gate");
    private static final ObjectName CI = new ObjectName("shop", "ci");

    private final Map<ObjectName, ParsedPolicy> policies = new HashMap<>();
    private final Map<ObjectName, CompilableToken> tokens = new HashMap<>();
    private final Map<AccountHolder, AccountView> accounts = new HashMap<>();
    private final Map<IssuerId, CompilableIssuer> issuers = new HashMap<>();
    private final Map<ObjectName, PolicySettings> enforced = new HashMap<>();
    private final AccessBook book = new AccessBook(new AccessSources(
            name -> Optional.ofNullable(policies.get(name)),
            name -> Optional.ofNullable(tokens.get(name)),
            holder -> Optional.ofNullable(accounts.get(holder)),
            id -> Optional.ofNullable(issuers.get(id)),
            namespace -> Optional.of(Map.of()),
            name -> Optional.ofNullable(enforced.get(name)),
            List::of));

    AccessBookTest() {
        policies.put(SHOP, policy(SHOP, ""));
        policies.put(BANK, policy(BANK, ""));
        issuers.put(ISSUER, Samples.issuer(ISSUER));
        tokens.put(CI, Samples.token("shop", "ci", ISSUER, "shop"));
        book.refresh(List.of(
                new Change.Policy(SHOP), new Change.Policy(BANK), new Change.Issuer(ISSUER), new Change.Token(CI)));
    }

    @Test
    void aTokenConcernsThePoliciesOfTheAudiencesItNamesAndNamed() {
        tokens.put(CI, Samples.token("shop", "ci", ISSUER, "bank"));

        assertThat(affected(book, List.of(new Change.Token(CI)))).containsExactlyInAnyOrder(SHOP, BANK);
        assertThat(entries(SHOP)).isZero();
    }

    @Test
    void whatLooksLikeBeforeConcernsNobody() {
        assertThat(affected(book, List.of(new Change.Token(CI), new Change.Policy(SHOP), new Change.Issuer(ISSUER))))
                .isEmpty();
    }

    @Test
    void anAccountConcernsThePoliciesOfItsTokens() {
        var account = Samples.account("shop", "ci", "reader");
        accounts.put(account.holder(), account);
        var stranger = new AccountHolder("bank", new User("ci"));
        accounts.put(stranger, Samples.account("bank", "ci", "reader"));

        assertThat(affected(book, List.of(new Change.Account(stranger)))).isEmpty();
        assertThat(affected(book, List.of(new Change.Account(account.holder()))))
                .containsExactly(SHOP);
    }

    @Test
    void anIssuerConcernsEveryPolicy() {
        issuers.clear();

        assertThat(affected(book, List.of(new Change.Issuer(ISSUER)))).containsExactlyInAnyOrder(SHOP, BANK);
        assertThat(entries(SHOP)).isZero();
    }

    @Test
    void aPolicyThatCannotBeReadGoesOnWithWhatIsEnforcedAndItsTokensStillEnd() {
        enforced.put(SHOP, book.policy(SHOP).orElseThrow().settings().orElseThrow());
        policies.put(SHOP, policy(SHOP, "maxStaleness: soon"));
        assertThat(affected(book, List.of(new Change.Policy(SHOP)))).containsExactly(SHOP);
        assertThat(entries(SHOP)).isEqualTo(1);

        tokens.remove(CI);

        assertThat(affected(book, List.of(new Change.Token(CI)))).contains(SHOP);
        assertThat(entries(SHOP)).isZero();
    }

    @Test
    void aPolicyThatCannotBeReadAndNeverCouldEnforcesNothing() {
        var name = new ObjectName("shop", "new");
        policies.put(name, policy(name, "maxStaleness: soon"));
        affected(book, List.of(new Change.Policy(name)));

        assertThat(book.compile(name, Samples.NOW)).isEmpty();
        assertThat(book.policy(name).orElseThrow().problem().orElseThrow().field())
                .isEqualTo("maxStaleness");
    }

    @Test
    void aPolicyThatCouldBeReadLastTimeNeedsNoHeadToGoOn() {
        policies.put(SHOP, policy(SHOP, "maxStaleness: soon"));
        affected(book, List.of(new Change.Policy(SHOP)));

        assertThat(entries(SHOP)).isEqualTo(1);
    }

    @Test
    void anotherPolicyOfTheSameNameInheritsNoSettings() {
        var other = policy(SHOP, "maxStaleness: soon");
        policies.put(SHOP, new ParsedPolicy("other", 1, other.settings(), other.origins(), List.of(), other.problem()));
        affected(book, List.of(new Change.Policy(SHOP)));

        assertThat(book.compile(SHOP, Samples.NOW)).isEmpty();
    }

    @Test
    void aPolicyThatIsGoneIsToldAsGone() {
        policies.remove(SHOP);

        assertThat(affected(book, List.of(new Change.Policy(SHOP)))).containsExactly(SHOP);
        assertThat(book.policy(SHOP)).isEmpty();
        assertThat(book.compile(SHOP, Samples.NOW)).isEmpty();
    }

    private static Set<ObjectName> affected(AccessBook book, List<Change> changes) {
        return book.refresh(changes).affected();
    }

    private int entries(ObjectName policy) {
        return book.compile(policy, Samples.NOW).orElseThrow().entries().size();
    }

    private static ParsedPolicy policy(ObjectName name, String spec) {
        return ParsedPolicy.of(
                Serialization.unmarshal("""
                apiVersion: apitoken.dev/v1alpha1
                kind: AccessPolicy
                metadata: {namespace: %s, name: %s, uid: uid, generation: 1}
                spec: {%s}
                """.formatted(name.namespace(), name.name(), spec), AccessPolicy.class));
    }
}
