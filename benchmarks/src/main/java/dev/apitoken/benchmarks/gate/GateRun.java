package dev.apitoken.benchmarks.gate;

import dev.apitoken.acceptance.ValidatorJvm;
import dev.apitoken.benchmarks.CpuTimes;
import dev.apitoken.benchmarks.Machine;
import dev.apitoken.benchmarks.Progress;
import dev.apitoken.benchmarks.load.Application;
import dev.apitoken.benchmarks.load.LoadClient;
import dev.apitoken.benchmarks.load.Workload;
import dev.apitoken.benchmarks.sample.Listing;
import dev.apitoken.benchmarks.sample.TokenStock;
import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One run from the first token to the last measure. */
final class GateRun {
    static final String WITH_CACHE = "with AOT cache";
    static final String WITHOUT_CACHE = "without AOT cache";
    static final String API_SERVER = "API server";
    static final String FILES = "files";

    private static final int FEW_ENDS = 10;
    private static final Duration FIRST_SECONDS = Duration.ofSeconds(5);

    private final Arguments arguments;
    private final ValidatorJvm jvm;
    private final Peers peers;
    private final Path folder;
    private final Progress progress;
    private final Instant now;
    private final Cores cores;
    private final ValidatorProgram validators;
    private final TokenStock stock;

    GateRun(
            Arguments arguments,
            ValidatorJvm jvm,
            PeerPrograms programs,
            Cores cores,
            Path folder,
            Progress progress,
            Instant now) {
        this.arguments = arguments;
        this.jvm = jvm;
        this.folder = folder;
        this.progress = progress;
        this.now = now;
        this.cores = cores;
        this.peers = new Peers(programs, cores, folder);
        this.validators = new ValidatorProgram(cores, folder);
        progress.say("signing " + arguments.pace().manyTokens() + " tokens");
        this.stock = new TokenStock(arguments.pace().manyTokens(), now);
    }

    GateResult run(Machine machine, String version) {
        var before = CpuTimes.Machine.now();
        List<GateResult.Line> lines;
        List<GateResult.Start> starts;
        List<String> missing;
        List<GateResult.Ends> ends;
        cores.bindThisProcess();
        try (var client = new LoadClient();
                var application = new Application()) {
            try (var contest =
                    new Contest(validators, peers, jvm.arguments(), stock, folder, now, application.port())) {
                contest.enter(arguments.extent());
                lines = compare(contest, client);
                missing = contest.missing();
            }
            starts = starts(application.port(), client);
            var upstream = ValidatorProgram.upstream(application.port());
            ends = List.of(endsInFiles(upstream), endsInCluster(upstream));
        }
        return new GateResult(
                now.toString(),
                version,
                ("benchmarks/gate " + arguments.text()).strip(),
                machine,
                conditions(before),
                arguments.rate(),
                lines,
                starts,
                ends,
                versions(),
                missing);
    }

    private List<GateResult.Line> compare(Contest contest, LoadClient client) {
        var conformance = new Conformance(stock);
        contest.contenders().forEach(conformance::require);
        progress.say("all of them refuse what must be refused");
        var rounds = new Rounds(client, arguments.pace(), arguments.rate(), new Random(1), progress);
        rounds.warmUp(contest.contenders());
        var scores = new Scores(rounds.atFixedRate(contest.contenders()));
        var lines = new ArrayList<GateResult.Line>();
        for (Contender contender : contest.contenders()) {
            progress.say("full load on " + contender.name());
            lines.add(scores.line(contender, rounds.closedLoop(contender)));
        }
        return lines;
    }

    private List<GateResult.Start> starts(int upstream, LoadClient client) {
        Path listing = Listing.write(
                folder.resolve("listing-start"),
                Listing.secrets(
                        now.toEpochMilli(),
                        now,
                        Listing.checking(Profile.Traefik),
                        stock.issuerKeys(),
                        stock.entries(Contest.HOT)));
        var starts = new Starts(validators, ValidatorProgram.files(listing), upstream);
        var measured = new ArrayList<GateResult.Start>();
        if (Files.isReadable(jvm.cache())) {
            measured.add(start(WITH_CACHE, jvm.arguments(), starts, client));
        }
        measured.add(start(WITHOUT_CACHE, jvm.withoutCache(), starts, client));
        return measured;
    }

    private GateResult.Start start(String kind, List<String> options, Starts starts, LoadClient client) {
        progress.say("starting " + kind);
        var first401 = starts.untilFirst401(options, arguments.pace().starts());
        var workload = Workload.get(Listing.PATH, stock.values(Contest.HOT));
        var first = starts.firstSeconds(options, client, workload, arguments.rate(), FIRST_SECONDS)
                .requireWhole("the first seconds " + kind);
        return new GateResult.Start(
                kind,
                first401,
                first.latencies().micros(0.5),
                first.latencies().micros(0.99),
                FIRST_SECONDS.toSeconds());
    }

    private GateResult.Ends endsInFiles(Map<String, String> upstream) {
        progress.say("ends of tokens listed in files");
        var revocations = new Revocations(stock, Contest.HOT, now);
        Path listing = Listing.write(folder.resolve("listing-ends"), revocations.secrets());
        try (var gate = validators
                .start("ends in files", jvm.arguments(), ValidatorProgram.files(listing), upstream)
                .awaitAnswer()) {
            int tokens = Math.min(FEW_ENDS, arguments.pace().ends());
            var spread = revocations.end(tokens, gate.port(), secrets -> Listing.write(listing, secrets));
            return new GateResult.Ends(FILES, Contest.HOT, spread);
        }
    }

    private GateResult.Ends endsInCluster(Map<String, String> upstream) {
        progress.say("ends of tokens listed in an API server");
        var revocations = new Revocations(stock, Contest.HOT, now);
        try (var cluster = ListingCluster.start()) {
            cluster.publish(revocations.secrets());
            var settings = new HashMap<>(upstream);
            settings.put("KUBECONFIG", cluster.kubeconfig().toString());
            try (var gate = validators
                    .start("ends in API server", jvm.arguments(), "kubernetes", settings)
                    .awaitAnswer()) {
                var spread = revocations.end(arguments.pace().ends(), gate.port(), cluster::publish);
                return new GateResult.Ends(API_SERVER, Contest.HOT, spread);
            }
        }
    }

    private GateResult.Conditions conditions(CpuTimes.Machine before) {
        return new GateResult.Conditions(
                jvm.written(),
                cores == Cores.Bound,
                CpuTimes.Machine.now().stolenPercentSince(before),
                arguments.pace().manyTokens());
    }

    private List<String> versions() {
        return Arrays.stream(Peer.values())
                .map(peer -> peer.program + ": " + peers.version(peer))
                .distinct()
                .toList();
    }
}
