package dev.apitoken.operator.access;

import dev.apitoken.operator.access.ListingVerdict.Listed;
import dev.apitoken.operator.access.ListingVerdict.NotOurs;
import dev.apitoken.operator.access.ListingVerdict.Refused;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.token.Digest;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.VerificationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * From a policy and everything around it to the list of tokens its validators accept. Pure: equal inputs give equal
 * content until {@link Compilation#nextEnd()}, whatever order they come in.
 */
public final class AccessCompiler {
    private final Map<Digest, Listing> listings = new HashMap<>();
    private final Set<NotListed> notListed = new HashSet<>();

    private AccessCompiler() {}

    public static Compilation compile(CompilablePolicy policy, CompileInputs inputs, Instant now) {
        var compiler = new AccessCompiler();
        for (var token : inputs.tokens()) {
            if (token.audiences().contains(policy.settings().audience())) {
                compiler.add(token, ListingVerdict.of(policy, token, inputs, now));
            }
        }
        return compiler.compilation(policy);
    }

    private void add(CompilableToken token, ListingVerdict verdict) {
        switch (verdict) {
            case Listed(var all) ->
                all.forEach(listing -> listings.putIfAbsent(listing.entry().digest(), listing));
            case Refused(var reason) -> notListed.add(new NotListed(token.namespace(), token.name(), reason));
            case NotOurs() -> {}
        }
    }

    private Compilation compilation(CompilablePolicy policy) {
        var entries = listings.values().stream()
                .map(Listing::entry)
                .sorted(Listing.BY_DIGEST)
                .toList();
        return new Compilation(
                policy.settings(),
                issuerKeys(),
                entries,
                notListed.stream().sorted().toList());
    }

    /** Only keys that a listed token may need. Two issuers may have been given one name; then the keys of both count. */
    private List<IssuerKeys> issuerKeys() {
        var issuers = new HashMap<IssuerId, CompilableIssuer>();
        listings.values().forEach(listing -> issuers.put(listing.issuer().id(), listing.issuer()));
        var keys = new TreeMap<String, List<VerificationKey>>();
        issuers.values()
                .forEach(issuer -> keys.computeIfAbsent(issuer.issuer(), name -> new ArrayList<>())
                        .addAll(issuer.keys().keys().values()));
        return keys.entrySet().stream()
                .map(each -> new IssuerKeys(each.getKey(), JwkSet.of(each.getValue())))
                .toList();
    }
}
