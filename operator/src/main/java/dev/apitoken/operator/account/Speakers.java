package dev.apitoken.operator.account;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.User;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Which ApiTokens speak for which user. */
final class Speakers {
    private final Map<ObjectName, AccountHolder> holders = new ConcurrentHashMap<>();
    private final Map<AccountHolder, Long> counts = new ConcurrentHashMap<>();
    private final Watch<ApiToken> apiTokens;

    Speakers(Watch<ApiToken> apiTokens) {
        this.apiTokens = apiTokens;
    }

    long count(AccountHolder holder) {
        return counts.getOrDefault(holder, 0L);
    }

    /** Called with every holder whose count changed; other changes of tokens are passed over. */
    void onChange(Consumer<AccountHolder> listener) {
        apiTokens.onChange(token -> {
            var name = ObjectName.of(token);
            var now = apiTokens.get(name).flatMap(Speakers::holderOf);
            var before = Optional.ofNullable(now.isPresent() ? holders.put(name, now.get()) : holders.remove(name));
            if (!before.equals(now)) {
                before.ifPresent(holder -> add(holder, -1));
                now.ifPresent(holder -> add(holder, 1));
                before.ifPresent(listener);
                now.ifPresent(listener);
            }
        });
    }

    private void add(AccountHolder holder, long change) {
        counts.compute(holder, (any, count) -> {
            long sum = Objects.requireNonNullElse(count, 0L) + change;
            return sum == 0 ? null : Long.valueOf(sum);
        });
    }

    private static Optional<AccountHolder> holderOf(ApiToken token) {
        var user = token.getSpec() == null
                ? ""
                : Objects.requireNonNullElse(token.getSpec().user(), "");
        return user.isEmpty() || user.length() > User.MAX_LENGTH
                ? Optional.empty()
                : Optional.of(new AccountHolder(token.getMetadata().getNamespace(), new User(user)));
    }
}
