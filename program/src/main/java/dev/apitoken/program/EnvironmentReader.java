package dev.apitoken.program;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one typed value per call; whatever is not allowed ends in an {@link InvalidSettingException}. */
public final class EnvironmentReader {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final Map<String, String> environment;

    public EnvironmentReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /** An empty value is an absent one: charts and shells set both. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    public int number(String name, int fallback, int min, int max) {
        return text(name).map(value -> number(name, value, min, max)).orElse(fallback);
    }

    /** 0 lets the system choose, for tests. */
    public int port(String name, int fallback) {
        // Beside a Service called "apitoken" Kubernetes sets APITOKEN_PORT to "tcp://10.0.0.1:80" in every container
        // that does not set it itself (enableServiceLinks). Nobody means that as a setting.
        return text(name)
                .filter(value -> !value.startsWith("tcp://"))
                .map(value -> number(name, value, 0, 65535))
                .orElse(fallback);
    }

    private static int number(String name, String value, int min, int max) {
        if (NUMBER.matcher(value).matches()) {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new InvalidSettingException(name, value, "a whole number from " + min + " to " + max);
    }

    public Duration duration(String name, Duration fallback, Duration min, Duration max) {
        return text(name).map(value -> duration(name, value, min, max)).orElse(fallback);
    }

    private static Duration duration(String name, String value, Duration min, Duration max) {
        var parts = DURATION.matcher(value);
        if (parts.matches()) {
            long amount = Long.parseLong(parts.group(1));
            Duration duration = switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
            if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
                return duration;
            }
        }
        String range = "from " + DurationText.of(min) + " to " + DurationText.of(max);
        throw new InvalidSettingException(name, value, "a number and ms, s, m or h, " + range);
    }

    public <E extends Enum<E>> E choice(String name, Class<E> type, E fallback) {
        return text(name)
                .map(value -> Arrays.stream(type.getEnumConstants())
                        .filter(one -> one.name().equalsIgnoreCase(value))
                        .findFirst()
                        .orElseThrow(() -> new InvalidSettingException(name, value, "one of " + names(type))))
                .orElse(fallback);
    }

    private static <E extends Enum<E>> String names(Class<E> type) {
        return String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** Only literals: a name would be looked up, and its address might change between two starts. */
    public InetAddress address(String name, String fallback) {
        String value = text(name).orElse(fallback);
        if (value.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            try {
                return InetAddress.getByName(value);
            } catch (UnknownHostException e) {
                throw new InvalidSettingException(name, value, "an IPv4 or IPv6 address of this machine");
            }
        }
        throw new InvalidSettingException(name, value, "an IPv4 or IPv6 address of this machine");
    }

    public Optional<URI> httpOrigin(String name) {
        return text(name).map(value -> httpOrigin(name, value));
    }

    private static URI httpOrigin(String name, String value) {
        try {
            var uri = new URI(value);
            boolean bare = uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
            boolean inRange = uri.getPort() == -1 || uri.getPort() > 0 && uri.getPort() <= 65535;
            if ("http".equals(uri.getScheme()) && uri.getHost() != null && bare && inRange) {
                return uri;
            }
        } catch (URISyntaxException | NullPointerException e) {
            // An opaque URI has no path: as wrong as one that cannot be read.
        }
        throw new InvalidSettingException(name, value, "http://host[:port] without a path, or empty");
    }

    public boolean flag(String name, boolean fallback) {
        return text(name)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new InvalidSettingException(name, value, "true or false");
                })
                .orElse(fallback);
    }

    public Optional<Path> file(String name) {
        return text(name).map(value -> existing(name, value, false));
    }

    public static Path existing(String name, String value, boolean folder) {
        try {
            Path path = Path.of(value);
            if (folder ? Files.isDirectory(path) : Files.isReadable(path) && !Files.isDirectory(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw new InvalidSettingException(name, value, folder ? "an existing folder" : "a file that can be read");
    }
}
