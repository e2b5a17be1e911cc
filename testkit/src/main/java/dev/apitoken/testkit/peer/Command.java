package dev.apitoken.testkit.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that ends by itself, with nobody to answer its questions. */
record Command(List<String> line) {
    private static final int MINUTES = 10;
    private static final int LINES_SHOWN = 12;

    static Command of(String... line) {
        return new Command(List.of(line));
    }

    /** @throws CommandFailed if it is not there, runs for too long or ends with another code than 0 */
    void run() throws IOException, InterruptedException {
        Path output = Files.createTempFile("apitoken-fetch-", ".log");
        try {
            Process process = start(output);
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw failed("was stopped after " + MINUTES + " minutes", output);
            }
            if (process.exitValue() != 0) {
                throw failed("ended with code " + process.exitValue(), output);
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private Process start(Path output) {
        try {
            return new ProcessBuilder(line)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new CommandFailed("There is no " + line.getFirst() + " on this machine.");
        }
    }

    private CommandFailed failed(String how, Path output) throws IOException {
        var lines = new String(Files.readAllBytes(output), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return new CommandFailed("`" + String.join(" ", line) + "` " + how + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size())));
    }
}
