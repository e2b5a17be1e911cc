package dev.apitoken.operator.account;

import dev.apitoken.crds.ApiAccount;
import dev.apitoken.operator.kubernetes.Watch;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Every ApiAccount, always as the cache shows it now. */
public final class Accounts {
    private final Watch<ApiAccount> watch;

    /** @param watch made by {@link #watch} */
    public Accounts(Watch<ApiAccount> watch) {
        this.watch = watch;
    }

    public static Watch<ApiAccount> watch(List<? extends Informable<ApiAccount>> sources) {
        return Watch.keyedBy(
                account -> AccountView.holderOf(account).map(AccountHolder::toString).stream()
                        .toList(),
                sources);
    }

    /** The one that counts for a user: the oldest. One that is being deleted counts no more. */
    public Optional<AccountView> counting(AccountHolder holder) {
        return watch.underKey(holder.toString()).stream()
                .filter(account -> account.getMetadata().getDeletionTimestamp() == null)
                .map(AccountView::of)
                .min(AccountView.SENIORITY);
    }

    public List<AccountHolder> holders() {
        return watch.all().stream()
                .flatMap(account -> AccountView.holderOf(account).stream())
                .distinct()
                .toList();
    }

    /** Called with every holder whose account may have changed. The listener must not block. */
    public void onChange(Consumer<AccountHolder> listener) {
        watch.onChange(account -> AccountView.holderOf(account).ifPresent(listener));
    }

    List<ApiAccount> of(AccountHolder holder) {
        return watch.underKey(holder.toString());
    }
}
