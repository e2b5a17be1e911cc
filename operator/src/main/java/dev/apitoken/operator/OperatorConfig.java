package dev.apitoken.operator;

import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.program.EnvironmentReader;
import dev.apitoken.program.InvalidSettingException;
import dev.apitoken.program.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The operator's settings. Reference: docs/reference/operator-settings.md.
 *
 * @param kubeconfig empty: in the cluster, or whatever the client finds by itself
 * @param watchNamespaces empty: all
 * @param namespace where signing keys and the lease live
 * @param defaultIssuer make a ClusterTokenIssuer {@code default} at start if there is none
 * @param lease name of the Lease that the operators of one install share
 * @param managementPort 0: any free one
 * @param dueScan how often tokens are looked over for a lost timer
 */
public record OperatorConfig(
        Optional<Path> kubeconfig,
        SortedSet<String> watchNamespaces,
        String namespace,
        boolean leaderElection,
        String lease,
        boolean defaultIssuer,
        int managementPort,
        LogLevel logLevel,
        Duration dueScan) {
    public static final String DEFAULT_NAMESPACE = "apitoken-system";
    public static final String DEFAULT_LEASE = "apitoken-operator";

    private static final Duration DUE_SCAN = Duration.ofSeconds(30);
    private static final Path POD_NAMESPACE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final String NAME_RULE = "a-z, 0-9 and -, at most 63 characters";

    /** @throws InvalidSettingException for the first wrong setting */
    public static OperatorConfig parse(Map<String, String> environment) {
        var env = new EnvironmentReader(environment);
        return new OperatorConfig(
                env.file("KUBECONFIG"),
                watchNamespaces(env),
                namespace(env),
                env.flag("APITOKEN_LEADER_ELECTION", true),
                name(env, "APITOKEN_LEASE").orElse(DEFAULT_LEASE),
                env.flag("APITOKEN_DEFAULT_ISSUER", true),
                env.port("APITOKEN_MANAGEMENT_PORT", 8081),
                env.choice("APITOKEN_LOG_LEVEL", LogLevel.class, LogLevel.Info),
                DUE_SCAN);
    }

    public boolean watchesAllNamespaces() {
        return watchNamespaces.isEmpty();
    }

    /** Whether an issuer, should it exist, is this operator's business: keys of others are left alone. */
    boolean looksAfter(IssuerId issuer) {
        return watchesAllNamespaces() || (!issuer.isClusterWide() && watchNamespaces.contains(issuer.namespace()));
    }

    private static SortedSet<String> watchNamespaces(EnvironmentReader env) {
        var namespaces = new TreeSet<String>();
        env.text("APITOKEN_WATCH_NAMESPACES").stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> checkedName("APITOKEN_WATCH_NAMESPACES", name))
                .forEach(namespaces::add);
        return namespaces;
    }

    private static String namespace(EnvironmentReader env) {
        return name(env, "APITOKEN_NAMESPACE").or(OperatorConfig::podNamespace).orElse(DEFAULT_NAMESPACE);
    }

    private static Optional<String> podNamespace() {
        try {
            return Files.isReadable(POD_NAMESPACE)
                    ? Optional.of(Files.readString(POD_NAMESPACE).strip())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> name(EnvironmentReader env, String setting) {
        return env.text(setting).map(name -> checkedName(setting, name));
    }

    private static String checkedName(String setting, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidSettingException(setting, name, NAME_RULE);
        }
        return name;
    }
}
