package dev.apitoken.operator.access;

import dev.apitoken.token.User;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** The one account that counts for each user of each namespace. One user name in two namespaces is two accounts. */
public final class AccountDirectory {
    private record Holder(String namespace, User user) {}

    private final Map<Holder, CompilableAccount> accounts;

    private AccountDirectory(Map<Holder, CompilableAccount> accounts) {
        this.accounts = accounts;
    }

    public static AccountDirectory of(Collection<CompilableAccount> accounts) {
        return new AccountDirectory(accounts.stream()
                .collect(Collectors.toUnmodifiableMap(
                        account -> new Holder(account.namespace(), account.user()),
                        account -> account,
                        BinaryOperator.minBy(CompilableAccount.SENIORITY))));
    }

    public Optional<CompilableAccount> accountOf(String namespace, User user) {
        return Optional.ofNullable(accounts.get(new Holder(namespace, user)));
    }
}
