package dev.apitoken.operator.access;

import dev.apitoken.operator.account.AccountHolder;
import dev.apitoken.operator.account.AccountView;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What documents are compiled from, kept current change by change, so that a change costs what it touches and not what
 * there is. For one thread.
 */
final class AccessBook {
    private static final Logger LOG = LoggerFactory.getLogger(AccessBook.class);

    private final AccessSources sources;
    private final Map<ObjectName, ParsedPolicy> policies = new HashMap<>();
    private final TokenTable tokens = new TokenTable();
    private final Map<AccountHolder, AccountView> accounts = new HashMap<>();
    private final Map<IssuerId, CompilableIssuer> issuers = new HashMap<>();
    private final Map<String, Map<String, String>> namespaceLabels = new HashMap<>();

    AccessBook(AccessSources sources) {
        this.sources = sources;
    }

    /** @return the policies whose documents may have to say something else now */
    Set<ObjectName> refresh(Collection<Change> changes) {
        var round = new Round();
        new LinkedHashSet<>(changes).forEach(round::noteOrSay);
        return round.affected();
    }

    Optional<ParsedPolicy> policy(ObjectName name) {
        return Optional.ofNullable(policies.get(name));
    }

    /** @return empty when there is no such policy, or none that could be read and nothing enforced to go on with */
    Optional<Compilation> compile(ObjectName name, Instant now) {
        return policy(name)
                .flatMap(policy -> policy.settings()
                        .or(() -> sources.enforced().apply(name))
                        .map(settings -> new CompilablePolicy(settings, policy.origins())))
                .map(policy -> AccessCompiler.compile(policy, inputs(policy), now));
    }

    private CompileInputs inputs(CompilablePolicy policy) {
        return new CompileInputs(
                tokens.naming(policy.settings().audience()),
                new AccountDirectory(Collections.unmodifiableMap(accounts)),
                Collections.unmodifiableMap(issuers),
                Collections.unmodifiableMap(namespaceLabels));
    }

    private static <K, V> boolean replace(Map<K, V> table, K key, Optional<V> now) {
        var before = Optional.ofNullable(now.isPresent() ? table.put(key, now.get()) : table.remove(key));
        return !before.equals(now);
    }

    /** One look at a batch of changes. */
    private final class Round {
        private final Set<ObjectName> touchedTokens = new HashSet<>();
        private final Set<AccountHolder> changedAccounts = new HashSet<>();
        private final Set<ObjectName> affected = new HashSet<>();
        private boolean all;

        /** One change that cannot be looked at holds up no other. */
        void noteOrSay(Change change) {
            try {
                note(change);
            } catch (RuntimeException e) {
                LOG.error("{} could not be looked at", change, e);
            }
        }

        private void note(Change change) {
            switch (change) {
                case Change.Issuer(var id) ->
                    all |= replace(issuers, id, sources.issuers().apply(id));
                case Change.Namespace(var namespace) ->
                    all |= replace(
                            namespaceLabels,
                            namespace,
                            sources.namespaceLabels().apply(namespace));
                case Change.Token(var name) -> touchedTokens.add(name);
                case Change.Account(var holder) -> {
                    if (replace(accounts, holder, sources.accounts().apply(holder))) {
                        changedAccounts.add(holder);
                    }
                }
                case Change.Policy(var name) -> {
                    if (replace(policies, name, sources.policies().apply(name))) {
                        affected.add(name);
                    }
                }
                case Change.Written(var name) -> affected.add(name);
                case Change.Retry _ -> {}
            }
        }

        Set<ObjectName> affected() {
            var audiences = new HashSet<String>();
            touchedTokens.forEach(
                    name -> audiences.addAll(tokens.put(name, sources.tokens().apply(name))));
            audiences.addAll(tokens.audiencesOf(changedAccounts));
            policies.forEach((name, policy) -> {
                if (all
                        || policy.settings()
                                .map(it -> audiences.contains(it.audience()))
                                .orElse(true)) {
                    affected.add(name);
                }
            });
            return affected;
        }
    }
}
