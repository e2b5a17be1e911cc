package dev.apitoken.token.access;

import java.time.Instant;
import java.util.List;

/**
 * Everything a validator enforces: one whole revision.
 *
 * @param revision only ever rises; at least the milliseconds of the compile
 * @param compiledAt moves only together with the content
 * @param entries in the order of their digests
 */
public record AccessDocument(
        long revision, Instant compiledAt, PolicySettings policy, List<IssuerKeys> issuers, List<TokenEntry> entries) {
    public AccessDocument {
        issuers = List.copyOf(issuers);
        entries = List.copyOf(entries);
    }
}
