package dev.apitoken.operator;

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
 * @param managementPort 0: any free one
 * @param dueScan how often tokens are looked over for a lost timer
 */
public record OperatorConfig(
        Optional<Path> kubeconfig,
        SortedSet<String> watchNamespaces,
        String namespace,
        boolean leaderElection,
        boolean defaultIssuer,
        int managementPort,
        Duration dueScan) {
    public static final String DEFAULT_NAMESPACE = "apitoken-system";

    private static final Duration DUE_SCAN = Duration.ofSeconds(30);
    private static final Path POD_NAMESPACE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /** A setting that cannot be used; the message is one line for the person who set it. */
    public static final class WrongSettingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongSettingException(String setting, String value, String allowed) {
            super(setting + "=" + value + " cannot be used: allowed is " + allowed);
        }
    }

    /** @throws WrongSettingException for the first wrong setting */
    public static OperatorConfig parse(Map<String, String> environment) {
        return new OperatorConfig(
                kubeconfig(environment),
                watchNamespaces(environment),
                namespace(environment),
                flag(environment, "APITOKEN_LEADER_ELECTION"),
                flag(environment, "APITOKEN_DEFAULT_ISSUER"),
                port(environment, "APITOKEN_MANAGEMENT_PORT", 8081),
                DUE_SCAN);
    }

    public boolean watchesAllNamespaces() {
        return watchNamespaces.isEmpty();
    }

    private static Optional<Path> kubeconfig(Map<String, String> environment) {
        var path = value(environment, "KUBECONFIG").map(Path::of);
        path.filter(file -> !Files.isReadable(file)).ifPresent(file -> {
            throw new WrongSettingException("KUBECONFIG", file.toString(), "the path of one readable file");
        });
        return path;
    }

    private static SortedSet<String> watchNamespaces(Map<String, String> environment) {
        var namespaces = new TreeSet<String>();
        value(environment, "APITOKEN_WATCH_NAMESPACES").stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> namespaceName("APITOKEN_WATCH_NAMESPACES", name))
                .forEach(namespaces::add);
        return namespaces;
    }

    private static String namespace(Map<String, String> environment) {
        return value(environment, "APITOKEN_NAMESPACE")
                .map(name -> namespaceName("APITOKEN_NAMESPACE", name))
                .or(OperatorConfig::podNamespace)
                .orElse(DEFAULT_NAMESPACE);
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

    private static String namespaceName(String setting, String name) {
        if (!NAMESPACE.matcher(name).matches()) {
            throw new WrongSettingException(setting, name, "a namespace's name: a-z, 0-9 and -, at most 63 characters");
        }
        return name;
    }

    private static boolean flag(Map<String, String> environment, String setting) {
        return switch (value(environment, setting).orElse("true")) {
            case "true" -> true;
            case "false" -> false;
            case String other -> throw new WrongSettingException(setting, other, "true or false");
        };
    }

    private static int port(Map<String, String> environment, String setting, int byDefault) {
        var given = value(environment, setting);
        try {
            int port = given.map(Integer::parseInt).orElse(byDefault);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number that is no port.
        }
        throw new WrongSettingException(setting, given.orElse(""), "a port: 1 to 65535, or 0 for any free one");
    }

    private static Optional<String> value(Map<String, String> environment, String setting) {
        return Optional.ofNullable(environment.get(setting)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
