package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.IssuerStatus.DryRun;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.issuer.Issuers;
import org.jspecify.annotations.Nullable;

/** What an issuer's limits would refuse, while they only warn. */
public final class LimitDryRun {
    private static final int NAMED = 20;

    private final Issuers issuers;
    private final Tokens tokens;

    public LimitDryRun(Issuers issuers, Tokens tokens) {
        this.issuers = issuers;
        this.tokens = tokens;
    }

    /** Null for an issuer whose limits are enforced: there is no such report in its status. */
    public @Nullable DryRun of(IssuerId issuer) {
        return issuers.get(issuer)
                .filter(found -> !new IssuerLimits(found).areEnforced())
                .map(found -> {
                    var refused = tokens.wouldBeRefused(issuer);
                    return new DryRun(
                            (long) refused.size(), refused.stream().limit(NAMED).toList());
                })
                .orElse(null);
    }
}
