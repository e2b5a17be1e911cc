package dev.apitoken.benchmarks.scale;

import dev.apitoken.acceptance.Repository;
import dev.apitoken.benchmarks.Checkout;
import dev.apitoken.benchmarks.Machine;
import dev.apitoken.benchmarks.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * {@code benchmarks/scale}. Measures, writes down and tells which goals are missed. Exit 0: measured, whatever the
 * numbers; 1: something that must happen did not; 2: a wrong argument.
 */
public final class ScaleMain {
    private ScaleMain() {}

    public static void main(String[] args) throws IOException {
        Arguments arguments;
        try {
            arguments = Arguments.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("scale: " + e.getMessage());
            System.exit(2);
            return;
        }
        var progress = new Progress(System.out);
        var root = Repository.find().root();
        var results = new Results(root.resolve("benchmarks/results"));
        Path folder = Files.createDirectories(root.resolve("benchmarks/target/scale"));
        for (int tokens : arguments.sizes()) {
            var machine = Machine.describe(progress);
            progress.say(tokens + " tokens on " + machine);
            Path logs = Files.createTempDirectory(folder, tokens + "-");
            try (var run = new ScaleRun(
                    Layout.of(tokens),
                    Pace.FULL.resting(arguments.rest()),
                    logs,
                    arguments.profile(),
                    progress,
                    InstantSource.system())) {
                results.keep(run.run(machine, Checkout.version(root)));
            }
        }
        System.out.println();
        System.out.print(results.table());
        System.exit(0);
    }
}
