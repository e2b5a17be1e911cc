package dev.apitoken.benchmarks.training;

import dev.apitoken.acceptance.FreePort;
import dev.apitoken.acceptance.Repository;
import dev.apitoken.acceptance.SampleApi;
import dev.apitoken.acceptance.ValidatorJvm;
import dev.apitoken.benchmarks.sample.Listing;
import dev.apitoken.benchmarks.sample.TokenStock;
import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code validator/train}. Exit 0: the cache is there; 1: it could not be made. */
public final class TrainingMain {
    private static final int TOKENS = 200;
    private static final long END_SECONDS = 120;

    private TrainingMain() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException, InterruptedException {
        var repository = Repository.find();
        var jvm = ValidatorJvm.of(repository);
        Path folder = Files.createDirectories(repository.root().resolve("benchmarks/target/training"));
        Path fresh = jvm.cache().resolveSibling("validator.aot.new");
        var now = Instant.now();
        var stock = new TokenStock(TOKENS, now);
        var secret = Listing.secrets(
                        now.toEpochMilli(),
                        now,
                        Listing.checking(Profile.Traefik),
                        stock.issuerKeys(),
                        stock.entries(TOKENS))
                .getLast();
        var identity = SelfSigned.make(folder);
        try (var server = new SmallApiServer(secret, identity);
                var api = SampleApi.start()) {
            Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig(identity));
            int port = FreePort.next();
            int management = FreePort.next();
            var settings = Map.of(
                    "KUBECONFIG", kubeconfig.toString(),
                    "APITOKEN_BIND", "127.0.0.1",
                    "APITOKEN_POLICY", Listing.NAMESPACE + "/" + Listing.POLICY,
                    "APITOKEN_UPSTREAM", api.address(),
                    "APITOKEN_PORT", Integer.toString(port),
                    "APITOKEN_MANAGEMENT_PORT", Integer.toString(management),
                    "APITOKEN_SHUTDOWN_DELAY", "0s");
            Process validator = start(jvm, fresh, settings, repository, folder.resolve("validator.log"));
            new Lesson(port, management, stock).teach();
            validator.destroy();
            if (!validator.waitFor(END_SECONDS, TimeUnit.SECONDS) || !Files.isReadable(fresh)) {
                validator.destroyForcibly();
                System.err.println("train: no cache was made, see " + folder.resolve("validator.log"));
                System.exit(1);
            }
        }
        Files.move(fresh, jvm.cache(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        System.out.println(jvm.cache() + ", " + (Files.size(jvm.cache()) >> 20) + " MiB");
        System.exit(0);
    }

    private static Process start(
            ValidatorJvm jvm, Path cache, Map<String, String> settings, Repository repository, Path log)
            throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvm.withoutCache());
        command.add("-XX:AOTCacheOutput=" + cache);
        command.addAll(List.of("-jar", repository.program("validator").toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("APITOKEN_"));
        builder.environment().putAll(settings);
        return builder.start();
    }
}
