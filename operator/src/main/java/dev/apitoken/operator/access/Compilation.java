package dev.apitoken.operator.access;

import dev.apitoken.token.Digest;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.access.TokenEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The content of an access document, before it becomes a revision.
 *
 * @param issuers of the entries, by claim {@code iss}
 * @param entries by digest
 * @param notListed by namespace and name
 */
public record Compilation(
        PolicySettings policy, List<IssuerKeys> issuers, List<TokenEntry> entries, List<NotListed> notListed) {
    public Compilation {
        issuers = List.copyOf(issuers);
        entries = List.copyOf(entries);
        notListed = List.copyOf(notListed);
    }

    /** When the first entry ends: the same inputs compile to the same content until then. */
    public Optional<Instant> nextEnd() {
        return entries.stream().map(TokenEntry::acceptedUntil).min(Instant::compareTo);
    }

    /** How many entries are bound to addresses although nobody is trusted to tell the client's (rule K5). */
    int filteredByPeer() {
        return policy.trustedProxies().isEmpty()
                ? Math.toIntExact(entries.stream()
                        .filter(entry -> entry.sources().isPresent())
                        .count())
                : 0;
    }

    Compilation only(Set<Digest> listed) {
        var fewer = entries.stream()
                .filter(entry -> listed.contains(entry.digest()))
                .toList();
        return new Compilation(policy, issuers, fewer, notListed);
    }

    public AccessDocument asRevision(long revision, Instant compiledAt) {
        return new AccessDocument(revision, compiledAt, policy, issuers, entries);
    }
}
