package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.account.AccountHolder;
import dev.apitoken.operator.account.Accounts;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import java.util.Optional;
import java.util.function.Consumer;

/** The accounts of tokens: whoever an account lets in nowhere has no live token, though nothing is wrong with it. */
final class TokenAccounts {
    private final Accounts accounts;
    private final Watch<ApiToken> apiTokens;

    TokenAccounts(Accounts accounts, Watch<ApiToken> apiTokens) {
        this.accounts = accounts;
        this.apiTokens = apiTokens;
    }

    /** Why the user of this token is let in nowhere; empty: nothing stands in the way. */
    Optional<String> problemOf(Observed observed) {
        if (!(observed.wish() instanceof Wish.Granted granted)) {
            return Optional.empty();
        }
        var user = granted.desired().user();
        var account = accounts.counting(
                new AccountHolder(observed.resource().getMetadata().getNamespace(), user));
        if (account.isEmpty()) {
            return granted.issuer().requiresAccount()
                    ? Optional.of(granted.issuer().id() + " requires an ApiAccount, and user " + user + " has none")
                    : Optional.empty();
        }
        return account.filter(found -> !found.enabled()).map(found -> "ApiAccount " + found.name() + " is disabled");
    }

    /** Called with every ApiToken whose account changed. */
    void onChange(Consumer<ObjectName> listener) {
        accounts.onChange(holder -> apiTokens.inNamespace(holder.namespace()).stream()
                .filter(token -> holder.user().value().equals(token.getSpec().user()))
                .map(ObjectName::of)
                .forEach(listener));
    }
}
