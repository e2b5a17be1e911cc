package dev.apitoken.operator.access;

import dev.apitoken.operator.account.AccountHolder;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.token.rotation.DesiredToken;
import dev.apitoken.token.rotation.ObservedToken;
import java.util.Optional;
import java.util.Set;

/** An ApiToken that is not being deleted, as the compiler sees it. */
public sealed interface CompilableToken {
    String namespace();

    String name();

    /** Which policies may list it. */
    Set<String> audiences();

    /** Its token was found in its Secret and verified.
     *
     * @param roles those its spec narrows to; empty: all of its account's
     * @param sources where it may be used from; empty: anywhere
     */
    record Issued(
            String namespace,
            String name,
            IssuerId issuer,
            DesiredToken desired,
            ObservedToken observed,
            Optional<Set<String>> roles,
            Optional<SourceFilter> sources)
            implements CompilableToken {
        public Issued {
            roles = roles.map(Set::copyOf);
        }

        @Override
        public Set<String> audiences() {
            return desired.audiences();
        }

        public AccountHolder holder() {
            return new AccountHolder(namespace, desired.user());
        }
    }

    /** There is nothing to list. */
    record Unlistable(String namespace, String name, Set<String> audiences, NotListedReason reason)
            implements CompilableToken {
        public Unlistable {
            audiences = Set.copyOf(audiences);
        }
    }
}
