package dev.apitoken.benchmarks.gate;

import dev.apitoken.acceptance.Repository;
import dev.apitoken.acceptance.ValidatorJvm;
import dev.apitoken.benchmarks.Checkout;
import dev.apitoken.benchmarks.Machine;
import dev.apitoken.benchmarks.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code benchmarks/gate}. Measures, writes down and tells which goals are missed. Exit 0: measured, whatever the
 * numbers; 1: something that must happen did not; 2: a wrong argument.
 */
public final class GateMain {
    private GateMain() {}

    public static void main(String[] args) throws IOException {
        Arguments arguments;
        try {
            arguments = Arguments.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("gate: " + e.getMessage());
            System.exit(2);
            return;
        }
        var progress = new Progress(System.out);
        var repository = Repository.find();
        var machine = Machine.describe(progress);
        Path folder = Files.createDirectories(repository.root().resolve("benchmarks/target/gate"));
        var run = new GateRun(
                arguments,
                ValidatorJvm.of(repository),
                programs(),
                Cores.of(Runtime.getRuntime().availableProcessors()),
                Files.createTempDirectory(folder, "run-"),
                progress,
                Instant.now());
        var result = run.run(machine, Checkout.version(repository.root()));
        new GateResults(repository.root().resolve("benchmarks/results")).keep(result, arguments.pace() == Pace.FULL);
        System.out.println();
        System.out.print(GateTable.of(result));
        System.exit(0);
    }

    private static PeerPrograms programs() {
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .orElse(System.getProperty("user.home") + "/.cache");
        return new PeerPrograms(
                Path.of(cache, "apitoken", "peers"),
                Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }
}
