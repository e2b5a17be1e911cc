package dev.apitoken.operator.access;

import dev.apitoken.operator.account.AccountHolder;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.token.rotation.DesiredToken;
import dev.apitoken.token.rotation.ObservedToken;
import java.util.Optional;
import java.util.Set;

/** An ApiToken as the compiler sees it. */
public sealed interface CompilableToken {
    String namespace();

    String name();

    String uid();

    /** Which policies may list it. */
    Set<String> audiences();

    default ObjectName objectName() {
        return new ObjectName(namespace(), name());
    }

    /**
     * Its token was found in its Secret and verified.
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
        public String uid() {
            return desired.uid();
        }

        @Override
        public Set<String> audiences() {
            return desired.audiences();
        }

        public AccountHolder holder() {
            return new AccountHolder(namespace, desired.user());
        }

        /** The UID that its token was issued for. */
        String clientId() {
            return observed.claims().clientId();
        }
    }

    /**
     * There is nothing to list.
     *
     * @param audiences of the policies whose status names it; empty: none does
     */
    record Unlistable(String namespace, String name, String uid, Set<String> audiences, NotListedReason reason)
            implements CompilableToken {
        public Unlistable {
            audiences = Set.copyOf(audiences);
        }

        /** It is there, so nobody else may speak for its token, and that is all there is to say of it. */
        static Unlistable unmentioned(ObjectName name, String uid) {
            return new Unlistable(name.namespace(), name.name(), uid, Set.of(), NotListedReason.NotIssued);
        }
    }
}
