package dev.apitoken.operator.access;

import dev.apitoken.operator.account.AccountHolder;
import dev.apitoken.operator.account.AccountView;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** The one account that counts for each user of each namespace. */
public record AccountDirectory(Map<AccountHolder, AccountView> accounts) {
    public static AccountDirectory of(Collection<AccountView> accounts) {
        return new AccountDirectory(accounts.stream()
                .collect(Collectors.toUnmodifiableMap(
                        AccountView::holder, account -> account, BinaryOperator.minBy(AccountView.SENIORITY))));
    }

    public Optional<AccountView> accountOf(AccountHolder holder) {
        return Optional.ofNullable(accounts.get(holder));
    }
}
