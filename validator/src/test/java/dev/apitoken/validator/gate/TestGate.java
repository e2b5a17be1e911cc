package dev.apitoken.validator.gate;

import dev.apitoken.testkit.MovableClock;
import dev.apitoken.token.Claims;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKey;
import dev.apitoken.token.signing.SigningKeys;
import dev.apitoken.token.signing.TokenSigner;
import dev.apitoken.validator.index.AccessIndex;
import dev.apitoken.validator.index.AccessState;
import dev.apitoken.validator.report.Tallies;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** A gate on a free port of loopback, with really signed tokens and whatever upstream a test brings. */
final class TestGate implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final Instant EXPIRES = NOW.plus(Duration.ofDays(30));
    private static final String ISSUER = "urn:example:issuer";
    private static final SigningKey KEY = SigningKeys.generate(SigningAlgorithm.ES256, new SecureRandom(), NOW);

    final MovableClock clock = MovableClock.at(NOW);
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Gate gate;
    private final InetSocketAddress address;
    private final List<TokenEntry> entries = new ArrayList<>();
    private volatile AccessState state = new AccessState.Unknown();
    private final List<IssuerKeys> otherIssuers = new ArrayList<>();
    private Policies policy = Policies.DEFAULT;
    private long revision;

    private TestGate(GateSettings settings) throws IOException {
        gate = new Gate(settings, now -> state, clock, metrics, Tallies.keepingNothing());
        address = gate.start();
    }

    static TestGate before(TinyUpstream upstream) throws IOException {
        return before(upstream.uri(), GateLimits.DEFAULT, quick());
    }

    static TestGate before(TinyUpstream upstream, GateTimeouts timeouts) throws IOException {
        return before(upstream.uri(), GateLimits.DEFAULT, timeouts);
    }

    static TestGate before(URI upstream, GateLimits limits, GateTimeouts timeouts) throws IOException {
        return new TestGate(settings(Optional.of(upstream), Optional.empty(), limits, timeouts))
                .enforce(Policies.DEFAULT);
    }

    static TestGate logging(TinyUpstream upstream, DecisionLogLimits lines) throws IOException {
        GateSettings usual = settings(Optional.of(upstream.uri()), Optional.empty(), GateLimits.DEFAULT, quick());
        return new TestGate(new GateSettings(
                        usual.bind(),
                        usual.upstream(),
                        usual.tls(),
                        usual.whoAmIPath(),
                        usual.transport(),
                        usual.threads(),
                        usual.limits(),
                        usual.timeouts(),
                        lines))
                .enforce(Policies.DEFAULT);
    }

    static TestGate alone() throws IOException {
        return new TestGate(settings(Optional.empty(), Optional.empty(), GateLimits.DEFAULT, quick()))
                .enforce(Policies.DEFAULT);
    }

    static TestGate withTls(TinyUpstream upstream, TlsFiles tls) throws IOException {
        return new TestGate(settings(Optional.of(upstream.uri()), Optional.of(tls), GateLimits.DEFAULT, quick()))
                .enforce(Policies.DEFAULT);
    }

    private static GateSettings settings(
            Optional<URI> upstream, Optional<TlsFiles> tls, GateLimits limits, GateTimeouts timeouts) {
        return new GateSettings(
                new InetSocketAddress("127.0.0.1", 0),
                upstream,
                tls,
                Optional.of("/api/user/me"),
                Transport.Auto,
                1,
                limits,
                timeouts,
                DecisionLogLimits.DEFAULT);
    }

    /** As shipped, but for a shutdown that does not wait for load balancers. */
    static GateTimeouts quick() {
        GateTimeouts d = GateTimeouts.DEFAULT;
        return new GateTimeouts(
                d.header(),
                d.idle(),
                d.request(),
                d.connect(),
                d.upstream(),
                d.upstreamIdle(),
                d.streamIdle(),
                Duration.ZERO,
                Duration.ofSeconds(5));
    }

    TestGate enforce(Policies next) {
        policy = next;
        publish();
        return this;
    }

    void setState(AccessState next) {
        state = next;
    }

    /** Accepts another issuer too, with a key of its own. */
    synchronized TestGate accepting(String issuer) {
        SigningKey key = SigningKeys.generate(SigningAlgorithm.ES384, new SecureRandom(), NOW);
        otherIssuers.add(new IssuerKeys(issuer, JwkSet.of(List.of(key.verificationKey()))));
        publish();
        return this;
    }

    private synchronized void publish() {
        var sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(entry -> entry.digest().hex()));
        var issuers = new ArrayList<>(otherIssuers);
        issuers.add(new IssuerKeys(ISSUER, JwkSet.of(List.of(KEY.verificationKey()))));
        state = new AccessState.Usable(
                AccessIndex.of(new AccessDocument(++revision, NOW, policy.settings(), issuers, sorted)));
    }

    static String keyId() {
        return KEY.verificationKey().id().value();
    }

    String token(String user, String... roles) {
        return token(user, EXPIRES, Optional.empty(), roles);
    }

    synchronized String token(String user, Instant until, Optional<SourceFilter> sources, String... roles) {
        SignedToken token = sign(user);
        entries.add(new TokenEntry(
                token.digest(),
                token.claims().id(),
                new User(user),
                "shop",
                ISSUER,
                until,
                new TreeSet<>(List.of(roles)),
                sources));
        publish();
        return token.reveal();
    }

    /** Well signed, but on no list. */
    SignedToken sign(String user) {
        return TokenSigner.sign(
                new Claims(
                        ISSUER,
                        new User(user),
                        new TreeSet<>(List.of("shop")),
                        TokenId.random(new SecureRandom()),
                        "uid",
                        NOW,
                        EXPIRES),
                KEY);
    }

    synchronized void revokeAll() {
        entries.clear();
        publish();
    }

    InetSocketAddress address() {
        return address;
    }

    Wire connect() throws IOException {
        return new Wire(address);
    }

    /** One request on a connection of its own. */
    HttpText ask(String head) throws IOException {
        try (Wire wire = connect()) {
            return wire.send(head).answer();
        }
    }

    static String get(String path, String token, String... headers) {
        var text = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: shop.example\r\n");
        if (!token.isEmpty()) {
            text.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        List.of(headers).forEach(header -> text.append(header).append("\r\n"));
        return text.append("\r\n").toString();
    }

    @Override
    public void close() {
        gate.stop();
    }
}
