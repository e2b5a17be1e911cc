package dev.apitoken.token.secret;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What stands beside an issuer's keys: whose they are, and, once that issuer is gone, for how long it has been. */
public final class KeySecretAnnotations {
    private static final String ISSUER = "apitoken.dev/issuer";
    private static final String GONE_SINCE = "apitoken.dev/issuer-gone-since";
    private static final String GONE_SEEN = "apitoken.dev/issuer-gone-seen";
    private static final String GONE_DAYS = "apitoken.dev/issuer-gone-days";
    private static final int MAX_DAYS = 36_500;

    private KeySecretAnnotations() {}

    /**
     * The issuer is gone.
     *
     * @param since when that was first seen
     * @param seen when a day was last counted
     * @param days how many whole days were seen to pass
     */
    public record Absence(Instant since, Instant seen, int days) {}

    /** @param issuer as the operator spells it */
    public static SecretContent owned(SecretContent content, String issuer) {
        var annotations = new TreeMap<>(content.annotations());
        annotations.put(ISSUER, issuer);
        return new SecretContent(content.type(), content.labels(), annotations, content.data());
    }

    public static Optional<String> issuer(Map<String, String> annotations) {
        return Optional.ofNullable(annotations.get(ISSUER));
    }

    /** Empty also when it makes no sense: then counting begins anew. */
    public static Optional<Absence> absence(Map<String, String> annotations) {
        try {
            int days = Integer.parseInt(annotations.getOrDefault(GONE_DAYS, ""));
            var absence = new Absence(
                    Instant.parse(annotations.getOrDefault(GONE_SINCE, "")),
                    Instant.parse(annotations.getOrDefault(GONE_SEEN, "")),
                    days);
            return days >= 0 && days <= MAX_DAYS ? Optional.of(absence) : Optional.empty();
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** @param absence empty: the issuer is there */
    public static SortedMap<String, String> with(Map<String, String> annotations, Optional<Absence> absence) {
        var changed = new TreeMap<>(annotations);
        changed.remove(GONE_SINCE);
        changed.remove(GONE_SEEN);
        changed.remove(GONE_DAYS);
        absence.ifPresent(gone -> {
            changed.put(GONE_SINCE, gone.since().toString());
            changed.put(GONE_SEEN, gone.seen().toString());
            changed.put(GONE_DAYS, Integer.toString(gone.days()));
        });
        return changed;
    }
}
