package dev.apitoken.acceptance;

import dev.apitoken.testkit.controlplane.ControlPlaneBinaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The helm program, used as its users do. */
record Helm(Path program, Path home) {
    static Helm find(Path home) {
        return new Helm(ControlPlaneBinaries.helm(System.getenv()), home);
    }

    record Outcome(int exitCode, String output, String errors) {}

    Outcome run(Path kubeconfig, String... arguments) throws IOException, InterruptedException {
        return run(Map.of("KUBECONFIG", kubeconfig.toString()), arguments);
    }

    Outcome run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path errors = home.resolve("errors.txt");
        Path output = home.resolve("output.txt");
        var builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().put("HELM_CACHE_HOME", home.toString());
        builder.environment().put("HELM_CONFIG_HOME", home.toString());
        builder.environment().put("HELM_DATA_HOME", home.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("helm did not end in time: " + String.join(" ", arguments));
        }
        return new Outcome(process.exitValue(), read(output), read(errors));
    }

    private static String read(Path file) throws IOException {
        return java.nio.file.Files.readString(file, StandardCharsets.UTF_8);
    }
}
