package dev.apitoken.operator.report;

import dev.apitoken.crds.ApiTokenStatus.LastUsed;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What validators have to say about one token.
 *
 * @param lastUsed what the status is to say
 * @param observedSince since when some gate of it has always been reporting; empty: none is
 */
public record TokenReport(Enforced enforced, @Nullable LastUsed lastUsed, Optional<Instant> observedSince) {}
