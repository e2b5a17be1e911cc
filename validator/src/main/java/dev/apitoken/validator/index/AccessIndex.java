package dev.apitoken.validator.index;

import dev.apitoken.token.Digest;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.VerificationKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot of one access document, made for lookups by digest: immutable but for the signature checks that its
 * entries remember. Made off the request path and swapped by reference; read without a lock.
 */
public final class AccessIndex {
    private final AccessDocument document;
    private final DigestTable table;
    private final List<Optional<ListedToken>> tokens;

    private AccessIndex(AccessDocument document, Optional<AccessIndex> previous) {
        this.document = document;
        this.table = new DigestTable(document.entries());
        this.tokens = tokens(document, previous);
    }

    public static AccessIndex of(AccessDocument document) {
        return new AccessIndex(document, Optional.empty());
    }

    /**
     * The index of the next revision. It remembers the signature checks of this one wherever nothing they depend on
     * has changed, so that a change to one token does not make a hundred thousand others be verified again.
     */
    public AccessIndex next(AccessDocument document) {
        return new AccessIndex(document, Optional.of(this));
    }

    private static List<Optional<ListedToken>> tokens(AccessDocument document, Optional<AccessIndex> previous) {
        var keys = keysByIssuer(document.issuers());
        var tokens = new ArrayList<Optional<ListedToken>>(document.entries().size());
        var memory = previous.map(before -> new SignatureMemory(before, document, keys));
        for (var entry : document.entries()) {
            var signature = memory.map(before -> before.of(entry)).orElse(SignatureMemory.UNCHECKED);
            tokens.add(Optional.of(new ListedToken(entry, keys.getOrDefault(entry.issuer(), JwkSet.EMPTY), signature)));
        }
        return tokens;
    }

    /** Two issuers of one name are one to whoever reads claim {@code iss}. */
    private static Map<String, JwkSet> keysByIssuer(List<IssuerKeys> issuers) {
        var keys = new HashMap<String, JwkSet>();
        for (var issuer : issuers) {
            keys.merge(issuer.issuer(), issuer.keys(), AccessIndex::union);
        }
        return keys;
    }

    private static JwkSet union(JwkSet one, JwkSet other) {
        var both = new ArrayList<VerificationKey>(one.keys().values());
        both.addAll(other.keys().values());
        return JwkSet.of(both);
    }

    /** Costs the same for one entry as for a hundred thousand, and allocates nothing. */
    public Optional<ListedToken> find(Digest digest) {
        int position = table.positionOf(digest);
        return position == DigestTable.ABSENT ? Optional.empty() : tokens.get(position);
    }

    public int size() {
        return tokens.size();
    }

    public long revision() {
        return document.revision();
    }

    /** The same object as long as this index lives. */
    public PolicySettings policy() {
        return document.policy();
    }

    /** The public keys to be published, by issuer; the same object as long as this index lives. */
    public List<IssuerKeys> issuers() {
        return document.issuers();
    }

    /** In the order of their digests. */
    public List<TokenEntry> entries() {
        return document.entries();
    }
}
