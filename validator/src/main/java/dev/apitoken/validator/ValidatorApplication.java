package dev.apitoken.validator;

import dev.apitoken.program.InvalidSettingException;
import dev.apitoken.token.signing.SignatureSelfTest;
import dev.apitoken.validator.gate.Gate;
import dev.apitoken.validator.http.AccessGauges;
import dev.apitoken.validator.http.AccessLag;
import dev.apitoken.validator.http.Health;
import dev.apitoken.validator.http.ManagementServer;
import dev.apitoken.validator.http.ReportMeters;
import dev.apitoken.validator.index.AccessSource;
import dev.apitoken.validator.index.CurrentAccess;
import dev.apitoken.validator.index.FolderSource;
import dev.apitoken.validator.index.ProcessClock;
import dev.apitoken.validator.index.SecretWatch;
import dev.apitoken.validator.report.ReportTarget;
import dev.apitoken.validator.report.Reporter;
import dev.apitoken.validator.report.Tallies;
import io.fabric8.kubernetes.client.Config;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program: settings, the object graph in order, and its end in reverse. */
public final class ValidatorApplication {
    private static final Logger log = LoggerFactory.getLogger(ValidatorApplication.class);
    private static final int WRONG_SETTING = 2;
    private static final int CANNOT_START = 1;

    private ValidatorApplication() {}

    public static void main(String[] args) {
        try {
            ValidatorConfig config = ValidatorConfig.from(System.getenv());
            testSignatures();
            run(config);
        } catch (InvalidSettingException e) {
            stop(WRONG_SETTING, e);
        } catch (IOException e) {
            stop(CANNOT_START, e);
        }
    }

    private static void testSignatures() {
        try {
            SignatureSelfTest.run();
        } catch (IllegalStateException e) {
            stop(CANNOT_START, e);
        }
    }

    private static void run(ValidatorConfig config) throws IOException {
        var clock = ProcessClock.system();
        var access = new CurrentAccess(clock);
        var tallies = switch (config.source()) {
            case StateSource.Kubernetes() -> Tallies.keepingUses();
            case StateSource.Files(Path folder) -> Tallies.keepingNothing();
        };
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmGcMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);

        var reporter = reporter(config, tallies, access, clock);
        var gate = new Gate(config.gate(), access::at, clock, registry, tallies);
        access.onApplied(new PublicRules(access, clock)::announce);
        access.onApplied(new AccessLag(registry));
        var source = source(config, access, clock);
        new AccessGauges(access, clock).bindTo(registry);
        reporter.map(ReportMeters::new).ifPresent(meters -> meters.bindTo(registry));
        var management = ManagementServer.start(config.management(), new Health(access, source, gate, clock), registry);
        source.start();
        gate.start();
        reporter.ifPresent(Reporter::start);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            gate.stop();
                            reporter.ifPresent(Reporter::close);
                            source.close();
                            management.close();
                        },
                        "shutdown"));
        log.atInfo()
                .addKeyValue("policy", config.policy())
                .addKeyValue("management", management.port())
                .log("the validator runs");
    }

    private static AccessSource source(ValidatorConfig config, CurrentAccess access, InstantSource clock) {
        PolicyName policy = config.policy();
        return switch (config.source()) {
            case StateSource.Files(Path folder) ->
                new FolderSource(folder, policy.namespace(), policy.name(), access, clock);
            case StateSource.Kubernetes() ->
                new SecretWatch(() -> Config.autoConfigure(null), policy.namespace(), policy.name(), access, clock);
        };
    }

    /** Without the API server there is nobody to report to. */
    private static Optional<Reporter> reporter(
            ValidatorConfig config, Tallies tallies, CurrentAccess access, InstantSource clock) {
        PolicyName policy = config.policy();
        return switch (config.source()) {
            case StateSource.Files(Path folder) -> Optional.empty();
            case StateSource.Kubernetes() -> {
                var target = config.pod()
                        .map(pod -> ReportTarget.of(policy.namespace(), policy.name(), pod))
                        .orElseGet(() -> ReportTarget.of(policy.namespace(), policy.name(), new SecureRandom()));
                yield Optional.of(new Reporter(() -> Config.autoConfigure(null), target, tallies, access, clock));
            }
        };
    }

    /** One line, whatever went wrong: this is what somebody sees in a pod that does not start. */
    private static void stop(int status, Exception why) {
        System.err.println("validator: " + why.getMessage());
        System.exit(status);
    }
}
