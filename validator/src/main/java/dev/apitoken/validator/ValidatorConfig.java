package dev.apitoken.validator;

import dev.apitoken.program.EnvironmentReader;
import dev.apitoken.program.InvalidSettingException;
import dev.apitoken.program.LogLevel;
import dev.apitoken.validator.gate.DecisionLogLimits;
import dev.apitoken.validator.gate.GateLimits;
import dev.apitoken.validator.gate.GateSettings;
import dev.apitoken.validator.gate.GateTimeouts;
import dev.apitoken.validator.gate.TlsFiles;
import dev.apitoken.validator.gate.Transport;
import dev.apitoken.validator.report.ReportTarget;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How one validator runs: read once from the environment, checked as a whole. Every setting and its meaning is in
 * docs/reference/validator-settings.md.
 *
 * @param pod this program's own, as the downward API tells; empty: not known
 * @param management where health and metrics are served
 */
public record ValidatorConfig(
        PolicyName policy,
        StateSource source,
        Optional<ReportTarget.Pod> pod,
        GateSettings gate,
        InetSocketAddress management,
        LogLevel logLevel) {
    private static final Pattern POD_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern POD_UID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern POLICY =
            Pattern.compile("([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)/([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)");
    private static final String FILES = "files:";

    private static final Duration NONE = Duration.ZERO;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration DAY = Duration.ofHours(24);

    /** @throws InvalidSettingException for the first setting that is not allowed */
    public static ValidatorConfig from(Map<String, String> environment) {
        var env = new EnvironmentReader(environment);
        var bind = env.address("APITOKEN_BIND", "0.0.0.0");
        var gate = new GateSettings(
                new InetSocketAddress(bind, env.port("APITOKEN_PORT", 8080)),
                env.httpOrigin("APITOKEN_UPSTREAM"),
                tls(env),
                whoAmIPath(env),
                env.choice("APITOKEN_TRANSPORT", Transport.class, Transport.Auto),
                env.number("APITOKEN_THREADS", Runtime.getRuntime().availableProcessors(), 1, 64),
                limits(env),
                timeouts(env),
                decisionLog(env));
        return new ValidatorConfig(
                policy(env),
                source(env),
                pod(env),
                gate,
                new InetSocketAddress(bind, env.port("APITOKEN_MANAGEMENT_PORT", 8081)),
                env.choice("APITOKEN_LOG_LEVEL", LogLevel.class, LogLevel.Info));
    }

    private static PolicyName policy(EnvironmentReader env) {
        String value = env.text("APITOKEN_POLICY").orElse("");
        var parts = POLICY.matcher(value);
        if (!parts.matches()) {
            throw new InvalidSettingException("APITOKEN_POLICY", value, "namespace/name of an AccessPolicy");
        }
        return new PolicyName(parts.group(1), parts.group(3));
    }

    private static StateSource source(EnvironmentReader env) {
        String value = env.text("APITOKEN_SOURCE").orElse("kubernetes");
        if (value.equals("kubernetes")) {
            return new StateSource.Kubernetes();
        }
        if (value.startsWith(FILES)) {
            String folder = value.substring(FILES.length());
            return new StateSource.Files(EnvironmentReader.existing("APITOKEN_SOURCE", folder, true));
        }
        throw new InvalidSettingException("APITOKEN_SOURCE", value, "kubernetes, or files:FOLDER");
    }

    private static Optional<ReportTarget.Pod> pod(EnvironmentReader env) {
        Optional<String> name = env.text("APITOKEN_POD_NAME");
        Optional<String> uid = env.text("APITOKEN_POD_UID");
        if (name.isPresent() != uid.isPresent()) {
            String missing = uid.isPresent() ? "APITOKEN_POD_NAME" : "APITOKEN_POD_UID";
            throw new InvalidSettingException(missing, "", "that of the pod, since the other half of the pair is set");
        }
        name.ifPresent(value -> matching("APITOKEN_POD_NAME", value, POD_NAME, "the name of this pod"));
        uid.ifPresent(value -> matching("APITOKEN_POD_UID", value, POD_UID, "the UID of this pod"));
        return name.flatMap(known -> uid.map(id -> new ReportTarget.Pod(known, id)));
    }

    private static void matching(String setting, String value, Pattern pattern, String allowed) {
        if (!pattern.matcher(value).matches()) {
            throw new InvalidSettingException(setting, value, allowed);
        }
    }

    private static Optional<TlsFiles> tls(EnvironmentReader env) {
        Optional<Path> certificate = env.file("APITOKEN_TLS_CERTIFICATE");
        Optional<Path> key = env.file("APITOKEN_TLS_KEY");
        if (certificate.isPresent() != key.isPresent()) {
            String missing = key.isPresent() ? "APITOKEN_TLS_CERTIFICATE" : "APITOKEN_TLS_KEY";
            throw new InvalidSettingException(missing, "", "a file, since the other half of the pair is set");
        }
        return certificate.flatMap(chain -> key.map(privateKey -> new TlsFiles(chain, privateKey)));
    }

    private static Optional<String> whoAmIPath(EnvironmentReader env) {
        String value = env.text("APITOKEN_WHO_AM_I_PATH").orElse("/api/user/me");
        if (value.equals("off")) {
            return Optional.empty();
        }
        if (!value.matches("(/[A-Za-z0-9._~-]+)+") || value.matches(".*/\\.\\.?(/.*)?")) {
            throw new InvalidSettingException("APITOKEN_WHO_AM_I_PATH", value, "an exact path, or off");
        }
        return Optional.of(value);
    }

    private static GateLimits limits(EnvironmentReader env) {
        GateLimits d = GateLimits.DEFAULT;
        return new GateLimits(
                env.number("APITOKEN_MAX_REQUEST_LINE", d.requestLine(), 256, 65536),
                env.number("APITOKEN_MAX_HEADER_BYTES", d.headerBlock(), 1024, 262_144),
                env.number("APITOKEN_MAX_HEADER_LINES", d.headerLines(), 10, 1000),
                env.number("APITOKEN_MAX_RESPONSE_HEADER_BYTES", d.responseHeaderBlock(), 1024, 1_048_576),
                env.number("APITOKEN_MAX_CONNECTIONS", d.connections(), 1, 1_000_000),
                env.number("APITOKEN_MAX_IN_FLIGHT", d.inFlight(), 1, 1_000_000),
                env.number("APITOKEN_MAX_IDLE_UPSTREAM", d.idleUpstream(), 0, 10_000));
    }

    private static DecisionLogLimits decisionLog(EnvironmentReader env) {
        DecisionLogLimits d = DecisionLogLimits.DEFAULT;
        return new DecisionLogLimits(
                env.number("APITOKEN_LOG_ALLOWED", d.allowed(), 0, 10_000),
                env.number("APITOKEN_LOG_DENIED", d.denied(), 0, 10_000));
    }

    private static GateTimeouts timeouts(EnvironmentReader env) {
        GateTimeouts d = GateTimeouts.DEFAULT;
        return new GateTimeouts(
                env.duration("APITOKEN_HEADER_TIMEOUT", d.header(), SHORTEST, DAY),
                env.duration("APITOKEN_IDLE_TIMEOUT", d.idle(), SHORTEST, DAY),
                env.duration("APITOKEN_REQUEST_TIMEOUT", d.request(), SHORTEST, DAY),
                env.duration("APITOKEN_CONNECT_TIMEOUT", d.connect(), SHORTEST, DAY),
                env.duration("APITOKEN_UPSTREAM_TIMEOUT", d.upstream(), SHORTEST, DAY),
                env.duration("APITOKEN_UPSTREAM_IDLE_TIMEOUT", d.upstreamIdle(), SHORTEST, DAY),
                env.duration("APITOKEN_STREAM_IDLE_TIMEOUT", d.streamIdle(), SHORTEST, DAY),
                env.duration("APITOKEN_SHUTDOWN_DELAY", d.shutdownDelay(), NONE, Duration.ofMinutes(5)),
                env.duration("APITOKEN_SHUTDOWN_GRACE", d.shutdownGrace(), NONE, Duration.ofHours(1)));
    }
}
