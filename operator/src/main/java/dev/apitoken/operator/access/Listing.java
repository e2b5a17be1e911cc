package dev.apitoken.operator.access;

import dev.apitoken.operator.access.CompilableToken.Issued;
import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.rotation.PreviousToken;
import java.time.Instant;
import java.util.Comparator;
import java.util.SortedSet;

/** An entry of a document, and whose keys it needs. */
record Listing(TokenEntry entry, CompilableIssuer issuer) {
    /** As the digests' hexadecimal texts sort. */
    static final Comparator<TokenEntry> BY_DIGEST = Comparator.comparing(TokenEntry::digest, (a, b) -> {
        int first = Long.compareUnsigned(a.word0(), b.word0());
        int second = first != 0 ? first : Long.compareUnsigned(a.word1(), b.word1());
        int third = second != 0 ? second : Long.compareUnsigned(a.word2(), b.word2());
        return third != 0 ? third : Long.compareUnsigned(a.word3(), b.word3());
    });

    static Listing ofCurrent(Issued token, CompilableIssuer issuer, Instant until, SortedSet<String> roles) {
        var observed = token.observed();
        return of(token, issuer, observed.digest(), observed.id(), until, roles);
    }

    static Listing ofPrevious(
            Issued token, CompilableIssuer issuer, PreviousToken previous, Instant until, SortedSet<String> roles) {
        return of(token, issuer, previous.digest(), previous.id(), until, roles);
    }

    private static Listing of(
            Issued token, CompilableIssuer issuer, Digest digest, TokenId id, Instant until, SortedSet<String> roles) {
        var entry = new TokenEntry(
                digest, id, token.desired().user(), token.namespace(), issuer.issuer(), until, roles, token.sources());
        return new Listing(entry, issuer);
    }
}
