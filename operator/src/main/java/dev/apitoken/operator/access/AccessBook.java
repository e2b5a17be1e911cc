package dev.apitoken.operator.access;

import dev.apitoken.operator.account.AccountView;
import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
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
    private final AccessTables tables = new AccessTables();

    AccessBook(AccessSources sources) {
        this.sources = sources;
    }

    /**
     * What a batch of changes led to.
     *
     * @param affected the policies whose documents may have to say something else now
     * @param unreadable changes that could not be looked at, to be looked at again
     */
    record Refreshed(Set<ObjectName> affected, List<Change> unreadable) {}

    Refreshed refresh(Collection<Change> changes) {
        var unreadable = new ArrayList<Change>();
        for (var change : new LinkedHashSet<>(changes)) {
            if (!couldLookAt(change)) {
                unreadable.add(change);
            }
        }
        return new Refreshed(tables.takeConcerned(), unreadable);
    }

    Optional<ParsedPolicy> policy(ObjectName name) {
        return tables.policy(name);
    }

    /** @return empty when there is no such policy, or none that could be read and nothing enforced to go on with */
    Optional<Compilation> compile(ObjectName name, Instant now) {
        return policy(name)
                .flatMap(policy -> policy.settings()
                        .or(() -> tables.lastReadable(name))
                        .or(() -> sources.enforced().apply(name))
                        .map(settings -> new CompilablePolicy(settings, policy.origins())))
                .map(policy -> AccessCompiler.compile(
                        policy, tables.naming(policy.settings().audience()), now));
    }

    /** One change that cannot be looked at holds up no other, and what was known before admits nobody any more. */
    private boolean couldLookAt(Change change) {
        try {
            look(change);
            return true;
        } catch (RuntimeException e) {
            LOG.error("{} could not be looked at; whom it admitted is refused until it can", change, e);
            failClosed(change);
            return false;
        }
    }

    private void look(Change change) {
        switch (change) {
            case Change.Issuer(var id) -> tables.putIssuer(id, sources.issuers().apply(id));
            case Change.Namespace(var name) ->
                tables.putNamespace(name, sources.namespaceLabels().apply(name));
            case Change.Token(var name) ->
                tables.putToken(name, sources.tokens().apply(name));
            case Change.Account(var holder) ->
                tables.putAccount(holder, sources.accounts().apply(holder));
            case Change.Policy(var name) ->
                tables.putPolicy(name, sources.policies().apply(name));
            case Change.Written(var name) -> tables.concern(name);
            case Change.Retry _ -> {}
        }
    }

    /** A policy goes on as it was last known: without it nothing would be written for the tokens that end. */
    private void failClosed(Change change) {
        switch (change) {
            case Change.Issuer(var id) -> tables.putIssuer(id, Optional.empty());
            case Change.Namespace(var name) -> tables.putNamespace(name, Optional.empty());
            case Change.Token(var name) ->
                tables.putToken(
                        name,
                        tables.token(name).map(known -> CompilableToken.Unlistable.unmentioned(name, known.uid())));
            case Change.Account(var holder) -> tables.putAccount(holder, Optional.of(AccountView.unreadable(holder)));
            case Change.Policy _, Change.Written _, Change.Retry _ -> {}
        }
    }
}
