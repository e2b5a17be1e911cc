package dev.apitoken.operator.access;

import dev.apitoken.operator.account.AccountHolder;
import dev.apitoken.operator.account.AccountView;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.access.PolicySettings;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was last seen of everything that documents are compiled from, and which policies a difference concerns. */
final class AccessTables {
    private final Map<ObjectName, ParsedPolicy> policies = new HashMap<>();
    private final Map<ObjectName, ParsedPolicy> lastReadable = new HashMap<>();
    private final TokenTable tokens = new TokenTable();
    private final Map<AccountHolder, AccountView> accounts = new HashMap<>();
    private final Map<IssuerId, CompilableIssuer> issuers = new HashMap<>();
    private final Map<String, Map<String, String>> namespaceLabels = new HashMap<>();

    private final Set<ObjectName> concerned = new HashSet<>();
    private final Set<String> audiences = new HashSet<>();
    private final Set<AccountHolder> holders = new HashSet<>();
    private boolean everybody;

    Optional<ParsedPolicy> policy(ObjectName name) {
        return Optional.ofNullable(policies.get(name));
    }

    Optional<CompilableToken> token(ObjectName name) {
        return tokens.get(name);
    }

    /** The settings of the same policy when its spec could be read last. */
    Optional<PolicySettings> lastReadable(ObjectName name) {
        return policy(name)
                .flatMap(policy -> Optional.ofNullable(lastReadable.get(name))
                        .filter(last -> last.uid().equals(policy.uid())))
                .flatMap(ParsedPolicy::settings);
    }

    CompileInputs naming(String audience) {
        return new CompileInputs(
                tokens.naming(audience),
                tokens.holders(),
                new AccountDirectory(Collections.unmodifiableMap(accounts)),
                Collections.unmodifiableMap(issuers),
                Collections.unmodifiableMap(namespaceLabels));
    }

    void putPolicy(ObjectName name, Optional<ParsedPolicy> policy) {
        if (replace(policies, name, policy)) {
            concerned.add(name);
        }
        if (policy.isEmpty()) {
            lastReadable.remove(name);
        }
        policy.filter(it -> it.settings().isPresent()).ifPresent(it -> lastReadable.put(name, it));
    }

    void putToken(ObjectName name, Optional<CompilableToken> token) {
        audiences.addAll(tokens.put(name, token));
    }

    void putAccount(AccountHolder holder, Optional<AccountView> account) {
        if (replace(accounts, holder, account)) {
            holders.add(holder);
        }
    }

    void putIssuer(IssuerId id, Optional<CompilableIssuer> issuer) {
        everybody |= replace(issuers, id, issuer);
    }

    void putNamespace(String name, Optional<Map<String, String>> labels) {
        everybody |= replace(namespaceLabels, name, labels);
    }

    void concern(ObjectName policy) {
        concerned.add(policy);
    }

    /** Those concerned since this was asked last. */
    Set<ObjectName> takeConcerned() {
        audiences.addAll(tokens.audiencesOf(holders));
        policies.forEach((name, policy) -> {
            if (everybody || mayList(policy)) {
                concerned.add(name);
            }
        });
        var taken = new HashSet<>(concerned);
        concerned.clear();
        audiences.clear();
        holders.clear();
        everybody = false;
        return taken;
    }

    private boolean mayList(ParsedPolicy policy) {
        return !audiences.isEmpty()
                && policy.settings()
                        .map(settings -> audiences.contains(settings.audience()))
                        .orElse(true);
    }

    private static <K, V> boolean replace(Map<K, V> table, K key, Optional<V> now) {
        var before = Optional.ofNullable(now.isPresent() ? table.put(key, now.get()) : table.remove(key));
        return !before.equals(now);
    }
}
