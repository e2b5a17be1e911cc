package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.access.TokenEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each policy in force should list of one token, as the caches are now: whoever compares it with what is written
 * knows whether a change has arrived there. Decides nothing: documents are compiled elsewhere, by the same verdict.
 */
final class ExpectedEntries {
    /** @param duplicates tokens whose entry is another ApiToken's, and is told there */
    private record InForce(CompilablePolicy policy, Set<ObjectName> duplicates) {}

    private final AccessSources sources;
    private final InstantSource clock;
    private final Map<ObjectName, InForce> policies = new ConcurrentHashMap<>();

    ExpectedEntries(AccessSources sources, InstantSource clock) {
        this.sources = sources;
        this.clock = clock;
    }

    void inForce(ObjectName name, ParsedPolicy policy, Compilation compilation) {
        var duplicates = new HashSet<ObjectName>();
        compilation.notListed().stream()
                .filter(each -> each.reason() == NotListedReason.Duplicate)
                .forEach(each -> duplicates.add(new ObjectName(each.namespace(), each.name())));
        policies.put(name, new InForce(new CompilablePolicy(compilation.policy(), policy.origins()), duplicates));
    }

    void forget(ObjectName name) {
        policies.remove(name);
    }

    /** @return by policy; none for one that should not list it; without those that have nothing to do with it */
    Map<ObjectName, List<TokenEntry>> of(ObjectName name) {
        var entries = new HashMap<ObjectName, List<TokenEntry>>();
        sources.tokens().apply(name).ifPresent(token -> {
            var concerned = concernedBy(token, name);
            if (!concerned.isEmpty()) {
                var inputs = inputs(token, concerned.keySet());
                var now = clock.instant();
                concerned.forEach((policy, inForce) ->
                        add(entries, policy, ListingVerdict.of(inForce.policy(), token, inputs, now), now));
            }
        });
        return entries;
    }

    private Map<ObjectName, InForce> concernedBy(CompilableToken token, ObjectName name) {
        var concerned = new HashMap<ObjectName, InForce>();
        policies.forEach((policy, inForce) -> {
            if (token.audiences().contains(inForce.policy().settings().audience())
                    && !inForce.duplicates().contains(name)) {
                concerned.put(policy, inForce);
            }
        });
        return concerned;
    }

    private static void add(
            Map<ObjectName, List<TokenEntry>> entries, ObjectName policy, ListingVerdict verdict, Instant now) {
        switch (verdict) {
            case ListingVerdict.Listed(var listings) ->
                entries.put(
                        policy,
                        listings.stream()
                                .map(Listing::entry)
                                .filter(entry -> entry.acceptedUntil().isAfter(now))
                                .toList());
            case ListingVerdict.Refused(var reason) -> entries.put(policy, List.of());
            case ListingVerdict.NotOurs() -> {}
        }
    }

    private CompileInputs inputs(CompilableToken token, Set<ObjectName> concerned) {
        return switch (token) {
            case CompilableToken.Unlistable unlistable ->
                new CompileInputs(List.of(), new TokenHolders(), new AccountDirectory(Map.of()), Map.of(), Map.of());
            case CompilableToken.Issued issued -> {
                var holder = issued.holder();
                // Whose copies count was decided when the document was compiled: those that do not are its duplicates.
                yield new CompileInputs(
                        List.of(),
                        TokenHolders.of(List.of(issued)),
                        sources.accounts()
                                .apply(holder)
                                .map(account -> new AccountDirectory(Map.of(holder, account)))
                                .orElseGet(() -> new AccountDirectory(Map.of())),
                        sources.issuers()
                                .apply(issued.issuer())
                                .map(issuer -> Map.of(issued.issuer(), issuer))
                                .orElse(Map.of()),
                        labels(issued.namespace(), concerned));
            }
        };
    }

    /** Of the token's namespace and of those of the policies: either may be asked for. */
    private Map<String, Map<String, String>> labels(String namespace, Set<ObjectName> concerned) {
        var names = new HashSet<String>();
        names.add(namespace);
        concerned.forEach(policy -> names.add(policy.namespace()));
        var labels = new HashMap<String, Map<String, String>>();
        names.forEach(name -> sources.namespaceLabels().apply(name).ifPresent(found -> labels.put(name, found)));
        return labels;
    }
}
