package dev.apitoken.validator.gate;

import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.validator.index.AccessState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which connections begin with a header of the PROXY protocol: as the policy says, or said while it was known. */
final class ProxyProtocol {
    private final Function<Instant, AccessState> access;
    private final InstantSource clock;
    private volatile @Nullable PolicySettings latest;

    ProxyProtocol(Function<Instant, AccessState> access, InstantSource clock) {
        this.access = access;
        this.clock = clock;
    }

    boolean isSpokenBy(Peer peer) {
        PolicySettings known =
                access.apply(clock.instant()) instanceof AccessState.Usable(var index) ? index.policy() : latest;
        latest = known;
        return known != null && peer.mustTell(known);
    }
}
