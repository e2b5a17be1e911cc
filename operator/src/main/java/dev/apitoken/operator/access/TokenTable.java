package dev.apitoken.operator.access;

import dev.apitoken.operator.account.AccountHolder;
import dev.apitoken.operator.kubernetes.ObjectName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every ApiToken as the compiler sees it, found by name or by the audience it names. */
final class TokenTable {
    private final Map<ObjectName, CompilableToken> tokens = new HashMap<>();
    private final Map<String, Map<ObjectName, CompilableToken>> byAudience = new HashMap<>();
    private final TokenHolders holders = new TokenHolders();

    /** @return the audiences whose policies may list something else now */
    Set<String> put(ObjectName name, Optional<CompilableToken> now) {
        var before = Optional.ofNullable(tokens.get(name));
        if (before.equals(now)) {
            return Set.of();
        }
        before.ifPresent(token -> remove(name, token));
        now.ifPresent(token -> add(name, token));
        var audiences = new HashSet<String>();
        before.ifPresent(token -> audiences.addAll(token.audiences()));
        holders.replace(before, now).stream()
                .flatMap(concerned -> Stream.ofNullable(tokens.get(concerned)))
                .forEach(token -> audiences.addAll(token.audiences()));
        return audiences;
    }

    TokenHolders holders() {
        return holders;
    }

    Optional<CompilableToken> get(ObjectName name) {
        return Optional.ofNullable(tokens.get(name));
    }

    Collection<CompilableToken> naming(String audience) {
        return byAudience.getOrDefault(audience, Map.of()).values();
    }

    Set<String> audiencesOf(Set<AccountHolder> holders) {
        var audiences = new HashSet<String>();
        for (var token : tokens.values()) {
            if (token instanceof CompilableToken.Issued issued && holders.contains(issued.holder())) {
                audiences.addAll(issued.audiences());
            }
        }
        return audiences;
    }

    private void add(ObjectName name, CompilableToken token) {
        tokens.put(name, token);
        token.audiences()
                .forEach(audience -> byAudience
                        .computeIfAbsent(audience, any -> new HashMap<>())
                        .put(name, token));
    }

    private void remove(ObjectName name, CompilableToken token) {
        tokens.remove(name);
        token.audiences()
                .forEach(audience -> byAudience.computeIfPresent(audience, (any, named) -> {
                    named.remove(name);
                    return named.isEmpty() ? null : named;
                }));
    }
}
