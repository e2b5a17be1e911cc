package dev.apitoken.benchmarks.gate;

import dev.apitoken.benchmarks.load.Workload;
import dev.apitoken.benchmarks.sample.Listing;
import dev.apitoken.benchmarks.sample.TokenStock;
import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
import dev.apitoken.token.access.PolicySettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everybody who is compared, started and ready. */
final class Contest implements AutoCloseable {
    /** As many as are in use at one time. */
    static final int HOT = 1_000;

    static final String OURS = "validator";
    static final String AGAIN = "validator, a second time";
    static final String OPEN = "validator, checks off";
    static final String ONE = "validator, 1 token listed";
    static final String MANY = "validator, the large list, all in use";
    static final String UNKNOWN = "validator, unknown tokens (401)";
    static final String HAPROXY = "HAProxy, checks off";
    static final String HAPROXY_JWT = "HAProxy, jwt_verify";
    static final String NGINX = "nginx, checks off";
    static final String ENVOY = "Envoy, checks off";
    static final String ENVOY_CACHE = "Envoy, jwt_authn with cache";
    static final String ENVOY_JWT = "Envoy, jwt_authn without cache";
    static final String NGINX_CHAIN = "nginx auth_request to the validator";
    static final String TRAEFIK_CHAIN = "Traefik ForwardAuth to the validator";
    static final String TRAEFIK_YES = "Traefik ForwardAuth to a server that says yes";
    static final String CADDY_CHAIN = "Caddy forward_auth to the validator";
    static final String CADDY_YES = "Caddy forward_auth to a server that says yes";

    private final List<MeasuredProgram> running = new ArrayList<>();
    private final List<Contender> contenders = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final ValidatorProgram validators;
    private final Peers peers;
    private final List<String> javaOptions;
    private final TokenStock stock;
    private final Path folder;
    private final Instant now;
    private final int upstream;

    Contest(
            ValidatorProgram validators,
            Peers peers,
            List<String> javaOptions,
            TokenStock stock,
            Path folder,
            Instant now,
            int upstream) {
        this.validators = validators;
        this.peers = peers;
        this.javaOptions = javaOptions;
        this.stock = stock;
        this.folder = folder;
        this.now = now;
        this.upstream = upstream;
    }

    Contest enter(Extent extent) {
        enterOurs(extent);
        if (extent != Extent.Ours) {
            enterPlainProxies();
            enterCheckingProxies(extent);
            enterChains(extent);
        }
        return this;
    }

    private void enterOurs(Extent extent) {
        MeasuredProgram ours = validator(OURS, Listing.checking(Profile.Traefik), HOT);
        add(OURS, hot(), true, ours);
        add(UNKNOWN, Workload.get(Listing.PATH, stock.unknown(HOT)).answeredBy(401), true, ours);
        add(OPEN, hot(), false, validator(OPEN, Listing.open(), HOT));
        add(
                MANY,
                Workload.get(Listing.PATH, stock.values()),
                true,
                validator(
                        MANY, Listing.checking(Profile.Traefik), stock.values().size()));
        if (extent == Extent.Everybody) {
            add(AGAIN, hot(), true, validator(AGAIN, Listing.checking(Profile.Traefik), HOT));
            var one = validator(ONE, Listing.checking(Profile.Traefik), 1);
            add(ONE, Workload.get(Listing.PATH, stock.values(1)), true, one);
        }
    }

    private void enterPlainProxies() {
        enter(HAPROXY, hot(), false, Peer.Haproxy, Map.of());
        enter(NGINX, hot(), false, Peer.Nginx, Map.of());
        enter(ENVOY, hot(), false, Peer.Envoy, Map.of("FILTERS", ""));
    }

    private void enterCheckingProxies(Extent extent) {
        Path pem = ConfigFile.writeText(folder.resolve("key.pem"), stock.publicKeyPem());
        enter(HAPROXY_JWT, hot(), true, Peer.HaproxyChecking, Map.of("PUBLIC_KEY", pem.toString()));
        enter(ENVOY_CACHE, hot(), true, Peer.Envoy, Map.of("FILTERS", Peers.envoyChecks(stock, 2 * HOT)));
        if (extent == Extent.Everybody) {
            enter(ENVOY_JWT, hot(), true, Peer.Envoy, Map.of("FILTERS", Peers.envoyChecks(stock, 0)));
        }
    }

    private void enterChains(Extent extent) {
        MeasuredProgram asked = validator("asked", Listing.checking(Profile.Traefik), HOT);
        enter(TRAEFIK_CHAIN, hot(), true, Peer.TraefikAsking, asking(asked), asked);
        enter(CADDY_CHAIN, hot(), true, Peer.CaddyAsking, asking(asked), asked);
        if (extent == Extent.Everybody) {
            var yes = running(peers.start(Peer.Yes, "yes", Map.of()));
            enter(TRAEFIK_YES, hot(), false, Peer.TraefikAsking, asking(yes), yes);
            enter(CADDY_YES, hot(), false, Peer.CaddyAsking, asking(yes), yes);
            var byNginx = validator("asked by nginx", Listing.checking(Profile.Nginx), HOT);
            enter(NGINX_CHAIN, hot(), true, Peer.NginxAsking, asking(byNginx), byNginx);
        }
    }

    private static Map<String, String> asking(MeasuredProgram gate) {
        return Map.of("AUTH", Integer.toString(gate.port()));
    }

    private Workload hot() {
        return Workload.get(Listing.PATH, stock.values(HOT));
    }

    private MeasuredProgram validator(String name, PolicySettings policy, int listed) {
        var secrets = Listing.secrets(now.toEpochMilli(), now, policy, stock.issuerKeys(), stock.entries(listed));
        Path listing = Listing.write(folder.resolve(MeasuredProgram.fileName("listing " + name)), secrets);
        return running(validators
                .start(name, javaOptions, ValidatorProgram.files(listing), ValidatorProgram.upstream(upstream))
                .awaitAnswer());
    }

    private void enter(
            String name,
            Workload workload,
            boolean checks,
            Peer peer,
            Map<String, String> values,
            MeasuredProgram... asked) {
        if (!peers.has(peer)) {
            missing.add(name + ": " + peer.program + " is not installed");
            return;
        }
        var all = new HashMap<>(values);
        all.put("UPSTREAM", Integer.toString(upstream));
        var programs = new ArrayList<>(List.of(running(peers.start(peer, name, all))));
        programs.addAll(List.of(asked));
        contenders.add(new Contender(name, programs, workload, checks));
    }

    private void add(String name, Workload workload, boolean checks, MeasuredProgram program) {
        contenders.add(new Contender(name, List.of(program), workload, checks));
    }

    private MeasuredProgram running(MeasuredProgram program) {
        running.add(program);
        return program;
    }

    List<Contender> contenders() {
        return List.copyOf(contenders);
    }

    /** Whose program is not here. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    @Override
    public void close() {
        running.forEach(MeasuredProgram::close);
    }
}
