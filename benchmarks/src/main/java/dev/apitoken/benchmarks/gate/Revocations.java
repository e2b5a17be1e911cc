package dev.apitoken.benchmarks.gate;

import dev.apitoken.acceptance.Caller;
import dev.apitoken.acceptance.Caller.Credential;
import dev.apitoken.benchmarks.Spread;
import dev.apitoken.benchmarks.sample.Listing;
import dev.apitoken.benchmarks.sample.TokenStock;
import dev.apitoken.token.Digest;
import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.secret.NamedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tokens that are taken off the list while somebody calls with them. */
final class Revocations {
    private static final int OK = 200;
    private static final long DEADLINE = Duration.ofSeconds(60).toNanos();
    private static final double NANOS_PER_MILLI = 1e6;

    private final TokenStock stock;
    private final List<TokenEntry> listed;
    private final Instant now;
    private long revision;

    Revocations(TokenStock stock, int listed, Instant now) {
        this.stock = stock;
        this.listed = new ArrayList<>(stock.entries(listed));
        this.now = now;
        this.revision = now.toEpochMilli();
    }

    /** The list as it is now. */
    List<NamedSecret> secrets() {
        revision++;
        return Listing.secrets(revision, now, Listing.checking(Profile.Traefik), stock.issuerKeys(), listed);
    }

    /**
     * One after the other.
     *
     * @param publish brings a new list to the validator; returns once whoever keeps it has it
     * @return from there to the beginning of the last request that was let in
     */
    Spread end(int tokens, int port, Consumer<List<NamedSecret>> publish) {
        var lastAccepted = new ArrayList<Double>();
        try (var caller = Caller.at("127.0.0.1", "http://127.0.0.1:" + port)) {
            for (String token : stock.values(tokens)) {
                lastAccepted.add(end(token, caller, publish) / NANOS_PER_MILLI);
            }
        }
        return Spread.of(lastAccepted, "ms");
    }

    private long end(String token, Caller caller, Consumer<List<NamedSecret>> publish) {
        var credential = List.of(Credential.bearer(token));
        if (status(caller, credential) != OK) {
            throw new IllegalStateException("a live token is refused");
        }
        var digest = Digest.of(token);
        listed.removeIf(entry -> entry.digest().equals(digest));
        publish.accept(secrets());
        long published = System.nanoTime();
        long accepted = published;
        for (long begun = System.nanoTime(); status(caller, credential) == OK; begun = System.nanoTime()) {
            accepted = begun;
            if (begun - published > DEADLINE) {
                throw new IllegalStateException("a token is let in a minute after its end");
            }
        }
        return accepted - published;
    }

    private static int status(Caller caller, List<Credential> credential) {
        return caller.call("GET", Listing.PATH, credential).status();
    }
}
