package dev.apitoken.operator.account;

import dev.apitoken.crds.ApiAccount;
import dev.apitoken.token.User;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** An ApiAccount as the rest of the operator sees it. */
public record AccountView(
        String namespace, String name, String uid, Instant createdAt, User user, Set<String> roles, boolean enabled) {
    /** The first of several accounts of one user counts (rule D8). The names settle what one second cannot. */
    public static final Comparator<AccountView> SENIORITY = Comparator.comparing(AccountView::createdAt)
            .thenComparing(AccountView::name)
            .thenComparing(AccountView::uid);

    public AccountView {
        roles = Set.copyOf(roles);
    }

    /** @param account one that has a holder */
    static AccountView of(ApiAccount account) {
        var metadata = account.getMetadata();
        return new AccountView(
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getUid(),
                Instant.parse(metadata.getCreationTimestamp()),
                new User(userOf(account)),
                Set.copyOf(account.getSpec().roles()),
                account.getSpec().enabled());
    }

    /** Of a holder whose account cannot be read: it may have been disabled, so it counts as that. */
    public static AccountView unreadable(AccountHolder holder) {
        return new AccountView(
                holder.namespace(), holder.user().value(), "", Instant.EPOCH, holder.user(), Set.of(), false);
    }

    static String userOf(ApiAccount account) {
        return Objects.requireNonNullElse(
                account.getSpec().user(), account.getMetadata().getName());
    }

    /** Empty for a user that no token can have; the CRD lets none in. */
    static Optional<AccountHolder> holderOf(ApiAccount account) {
        return Optional.of(userOf(account))
                .filter(user -> !user.isEmpty() && user.length() <= User.MAX_LENGTH)
                .map(user -> new AccountHolder(account.getMetadata().getNamespace(), new User(user)));
    }

    public AccountHolder holder() {
        return new AccountHolder(namespace, user);
    }
}
