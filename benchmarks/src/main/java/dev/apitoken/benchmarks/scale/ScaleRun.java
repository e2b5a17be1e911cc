package dev.apitoken.benchmarks.scale;

import dev.apitoken.benchmarks.Machine;
import dev.apitoken.benchmarks.Progress;
import dev.apitoken.benchmarks.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The sequence of what is measured with one number of tokens, on a control plane of its own. */
final class ScaleRun implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofMinutes(60);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration CALM_CPU = Duration.ofMillis(100);

    private final Layout layout;
    private final Pace pace;
    private final Path logs;
    private final Progress progress;
    private final InstantSource clock;
    private final Bulk bulk;
    private final ScaleCluster cluster;
    private final Load load;
    private final List<String> profile;
    private final List<ScaleResult.Memory> memory = new ArrayList<>();

    /**
     * @param folder for logs and, with {@code profile}, the operator's flight recordings
     */
    ScaleRun(Layout layout, Pace pace, Path folder, boolean profile, Progress progress, InstantSource clock) {
        this.layout = layout;
        this.pace = pace;
        this.logs = folder;
        this.progress = progress;
        this.clock = clock;
        this.bulk = new Bulk(progress);
        this.profile = profile
                ? List.of("-XX:StartFlightRecording=settings=profile,filename=" + folder.resolve("operator-%p.jfr"))
                : List.of();
        this.cluster = ScaleCluster.start(folder);
        this.load = new Load(cluster.client(), layout, pace, bulk);
    }

    ScaleResult run(Machine machine, String version) throws IOException {
        progress.say("creating " + layout.size() + " ApiTokens in " + layout.namespaces() + " namespaces");
        load.createSurroundings();
        double created = layout.size() / seconds(load.createTokens());
        try (var access = new AccessView(cluster.client())) {
            ScaleResult.Minting minting;
            ScaleResult.Rest rest;
            Instant mintedBy;
            try (var operator = operator()) {
                minting = minting(operator, access);
                mintedBy = clock.instant();
                rest = rest(operator);
                memory.add(operator.memory("at rest"));
            }
            try (var operator = operator()) {
                var coldStart = coldStart(operator);
                memory.add(operator.memory("cold start"));
                var endsAtRest = endsAtRest(access);
                var storm =
                        storm(operator, access, mintedBy.plus(pace.validity().dividedBy(10)));
                memory.add(operator.memory("storm"));
                var gate = gate();
                return new ScaleResult(
                        clock.instant().toString(),
                        version,
                        cluster.client().getKubernetesVersion().getGitVersion(),
                        machine,
                        layout.tokens(),
                        layout.spares(),
                        layout.namespaces(),
                        layout.heapMiB(),
                        rounded(created),
                        minting,
                        rest,
                        coldStart,
                        endsAtRest,
                        storm,
                        gate,
                        List.copyOf(memory));
            }
        }
    }

    private ScaleResult.Minting minting(OperatorProcess operator, AccessView access) {
        int all = layout.size();
        progress.until("all tokens are issued", DEADLINE, () -> {
            int issued = new Requests(audit().since(0)).tokenSecretWrites().size();
            progress.count("tokens issued", issued, all);
            return issued >= all;
        });
        progress.until("all tokens are listed", DEADLINE, () -> access.entries() == all);
        awaitQuiet(0);
        var requests = new Requests(audit().since(0));
        var secrets = requests.tokenSecretWrites().stream()
                .map(AuditEntry::answered)
                .sorted()
                .toList();
        long ready = layout.namespaceNames().stream()
                .flatMap(namespace -> load.readTokens(namespace).stream())
                .filter(Readiness::isReady)
                .count();
        if (ready != all) {
            throw new IllegalStateException((all - ready) + " ApiTokens are not Ready");
        }
        var result = new ScaleResult.Minting(
                since(operator.startedAt(), secrets.getLast()),
                since(operator.startedAt(), requests.lastWrite().orElseThrow()),
                rounded((all - 1) / Math.max(0.001, seconds(Duration.between(secrets.getFirst(), secrets.getLast())))),
                rounded(seconds(operator.cpu())),
                requests.byKind(),
                requests.latency());
        progress.say("all issued: " + result.tokensPerSecond() + " tokens a second");
        return result;
    }

    private ScaleResult.Rest rest(OperatorProcess operator) {
        progress.say("rest for " + pace.rest().toSeconds() + " s");
        progress.pass(pace.settle());
        awaitCalm(operator);
        int place = audit().end();
        var cpu = operator.cpu();
        progress.pass(pace.rest());
        var requests = new Requests(audit().since(place));
        double busy = 100 * seconds(operator.cpu().minus(cpu)) / seconds(pace.rest());
        return new ScaleResult.Rest(seconds(pace.rest()), requests.writes(), requests.leaseWrites(), rounded(busy));
    }

    private ScaleResult.ColdStart coldStart(OperatorProcess operator) {
        progress.say("cold start: ready after " + operator.untilReady().toMillis() + " ms");
        awaitCalm(operator);
        double calm = since(operator.startedAt(), clock.instant());
        double cpu = seconds(operator.cpu());
        // The due-scan, thirty seconds after the start, looks at everything once more.
        progress.pass(pace.rest());
        var writes = new Requests(audit().since(0))
                .entries().stream()
                        .filter(entry -> entry.isWrite() && entry.received().isAfter(operator.startedAt()))
                        .toList();
        writes.forEach(write -> progress.say("cold start: " + write));
        return new ScaleResult.ColdStart(rounded(seconds(operator.untilReady())), calm, rounded(cpu), writes.size());
    }

    private Spread endsAtRest(AccessView access) {
        progress.say("ends at rest");
        var delays = new Ends(load, access).inTurn(layout.spareTokens(), progress);
        bulk.each("tokens revived", layout.spareTokens(), token -> load.enable(token, true));
        progress.until("all tokens are listed again", DEADLINE, () -> access.entries() == layout.size());
        progress.say("ends at rest: " + delays);
        return delays;
    }

    private ScaleResult.Storm storm(OperatorProcess operator, AccessView access, Instant possible) {
        var storm = new RenewalStorm(layout.dueTokens(), load, audit(), progress, clock);
        var plan = storm.prepare(layout.namespaceNames(), possible, bulk);
        awaitQuiet(0);
        int announced = storm.announced(layout.namespaceNames(), plan);
        int place = audit().end();
        boolean inTime = clock.instant().isBefore(plan.dueAt());
        progress.until("the tokens are due", DEADLINE, () -> !clock.instant().isBefore(plan.dueAt()));
        var cpu = operator.cpu();
        var spares = layout.spareTokens();
        var renewed = new HashMap<Layout.Token, Instant>();
        var ends = new Ends(load, access)
                .every(storm.pauseBetween(spares.size()), spares, () -> renewed.putAll(storm.watch(place)));
        awaitQuiet(place);
        var requests = new Requests(audit().since(place));
        var lateness = RenewalStorm.lateness(plan, renewed);
        progress.say("storm: " + lateness + "; ends: " + ends);
        return new ScaleResult.Storm(
                layout.dueTokens().size(),
                inTime ? announced : 0,
                lateness,
                RenewalStorm.pastExpiry(plan, renewed),
                since(plan.dueAt(), requests.lastWrite().orElseThrow()),
                rounded(seconds(operator.cpu().minus(cpu))),
                requests.byKind(),
                requests.latency(),
                ends);
    }

    private ScaleResult.GateEnds gate() throws IOException {
        String namespace = layout.namespaceNames().getFirst();
        var tokens = layout.dueTokens().stream()
                .filter(token -> token.namespace().equals(namespace))
                .limit(pace.atGate())
                .toList();
        var result = new GateLoad(cluster.client(), load)
                .end(tokens, cluster.cluster(), logs.resolve("validator.log"), progress);
        progress.say("first refusal: " + result.firstRefused());
        return result;
    }

    private OperatorProcess operator() throws IOException {
        Path log = Files.createTempFile(logs, "operator-", ".log");
        return OperatorProcess.start(cluster.operatorKubeconfig(), log, layout.heapMiB(), profile, clock);
    }

    private AuditLog audit() {
        return cluster.audit();
    }

    /** Until the operator has written nothing for a while. */
    private void awaitQuiet(int place) {
        progress.until("the operator has nothing to write", DEADLINE, () -> {
            var last = new Requests(audit().since(place)).lastWrite();
            return last.map(at -> at.plus(QUIET).isBefore(clock.instant())).orElse(true);
        });
    }

    /** Until the operator needs next to no CPU for a second. */
    private void awaitCalm(OperatorProcess operator) {
        var used = new AtomicReference<>(Duration.ZERO);
        progress.until("the operator is calm", DEADLINE, () -> {
            used.set(operator.cpu());
            progress.pass(Duration.ofSeconds(1));
            return operator.cpu().minus(used.get()).compareTo(CALM_CPU) < 0;
        });
    }

    private static double since(Instant from, Instant to) {
        return rounded(seconds(Duration.between(from, to)));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    @Override
    public void close() {
        cluster.close();
    }

    private static final class Readiness {
        static boolean isReady(dev.apitoken.crds.ApiToken token) {
            return token.getStatus().conditions().stream()
                    .anyMatch(condition -> condition.getType().equals("Ready")
                            && condition.getStatus().equals("True"));
        }
    }
}
