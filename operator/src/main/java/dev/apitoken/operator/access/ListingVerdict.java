package dev.apitoken.operator.access;

import dev.apitoken.operator.access.CompilableToken.Issued;
import dev.apitoken.operator.access.CompilableToken.Unlistable;
import dev.apitoken.operator.account.AccountView;
import dev.apitoken.token.rotation.Liveness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What becomes of one token at one gate. */
sealed interface ListingVerdict {
    /** @param listings the token's, and its predecessor's while the overlap lasts */
    record Listed(List<Listing> listings) implements ListingVerdict {}

    record Refused(NotListedReason reason) implements ListingVerdict {}

    /** Not admitted, and of a namespace the policy does not speak of: its status must not tell of its existence. */
    record NotOurs() implements ListingVerdict {}

    static ListingVerdict of(CompilablePolicy policy, CompilableToken token, CompileInputs inputs, Instant now) {
        return switch (token) {
            case Unlistable unlistable -> refusedHere(policy, unlistable, unlistable.reason());
            case Issued issued -> ofIssued(policy, issued, inputs, now);
        };
    }

    /** A token that nobody can judge is not listed, and holds up the end of no other. */
    private static ListingVerdict ofIssued(CompilablePolicy policy, Issued token, CompileInputs inputs, Instant now) {
        try {
            return of(policy, token, inputs, now);
        } catch (RuntimeException e) {
            return refusedHere(policy, token, NotListedReason.InvalidSpec);
        }
    }

    /** The order decides which reason is told; every check alone suffices to refuse. */
    private static ListingVerdict of(CompilablePolicy policy, Issued token, CompileInputs inputs, Instant now) {
        var issuer = inputs.issuers().get(token.issuer());
        if (issuer == null) {
            return refusedHere(policy, token, NotListedReason.IssuerNotFound);
        }
        var admission = Admission.of(policy, token.namespace(), issuer, inputs);
        if (admission.isEmpty()) {
            return refusedHere(policy, token, NotListedReason.NotAdmitted);
        }
        var account = inputs.accounts().accountOf(token.holder());
        if (account.isPresent() && !account.get().enabled()) {
            return new Refused(NotListedReason.AccountDisabled);
        }
        if (account.isEmpty() && issuer.accountsRequired()) {
            return new Refused(NotListedReason.AccountRequired);
        }
        if (!inputs.holders().speaksFor(token.objectName(), token.observed().digest())) {
            return new Refused(NotListedReason.Duplicate);
        }
        if (!issuer.accepts(token.observed().keyId())) {
            return new Refused(NotListedReason.Superseded);
        }
        return byLiveness(token, issuer, effectiveRoles(token, account, admission.get()), inputs.holders(), now);
    }

    private static ListingVerdict refusedHere(CompilablePolicy policy, CompilableToken token, NotListedReason reason) {
        return policy.namespace().equals(token.namespace()) ? new Refused(reason) : new NotOurs();
    }

    private static ListingVerdict byLiveness(
            Issued token, CompilableIssuer issuer, SortedSet<String> roles, TokenHolders holders, Instant now) {
        var observed = token.observed();
        var current = Liveness.of(token.desired(), observed, now);
        var listings = new ArrayList<Listing>();
        if (current instanceof Liveness.Live(var until)) {
            listings.add(Listing.ofCurrent(token, issuer, until, roles));
        }
        observed.record()
                .previous()
                .filter(previous -> holders.speaksFor(token.objectName(), previous.digest()))
                .filter(previous -> issuer.accepts(previous.keyId()))
                .ifPresent(previous -> {
                    if (Liveness.ofPrevious(token.desired(), observed, previous, now)
                            instanceof Liveness.Live(var until)) {
                        listings.add(Listing.ofPrevious(token, issuer, previous, until, roles));
                    }
                });
        return current instanceof Liveness.Ended(var reason) && listings.isEmpty()
                ? new Refused(reasonOf(reason))
                : new Listed(listings);
    }

    /** The account's roles now, narrowed by the token's spec and by the policy; no account, no roles (rule D8). */
    private static SortedSet<String> effectiveRoles(Issued token, Optional<AccountView> account, Admission admission) {
        var roles = new TreeSet<String>();
        account.ifPresent(found -> found.roles().stream()
                .filter(role -> token.roles().map(only -> only.contains(role)).orElse(true))
                .filter(admission::counts)
                .forEach(roles::add));
        return Collections.unmodifiableSortedSet(roles);
    }

    private static NotListedReason reasonOf(Liveness.EndReason reason) {
        return switch (reason) {
            case Disabled -> NotListedReason.Disabled;
            case Denied -> NotListedReason.Denied;
            case Expired -> NotListedReason.Expired;
            case Superseded -> NotListedReason.Superseded;
        };
    }
}
