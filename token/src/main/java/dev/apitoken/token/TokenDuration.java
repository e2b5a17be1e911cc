package dev.apitoken.token;

import java.time.Duration;
import java.util.regex.Pattern;

/** Lengths of time as resources write them: {@code 30d}, {@code 720h}, {@code 1h30m}, {@code 2160h0m0s}. */
public final class TokenDuration {
    /** The CRDs allow less nearly everywhere; with this bound no sum of an instant and a duration can overflow. */
    public static final Duration MAX = Duration.ofDays(3650);

    private static final Pattern SHAPE =
            Pattern.compile("(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?");
    private static final long[] SECONDS = {86_400, 3_600, 60, 1};
    private static final String[] UNITS = {"d", "h", "m", "s"};

    private TokenDuration() {}

    /**
     * Days, hours, minutes and seconds, in this order, each at most once. A day has 24 hours.
     *
     * @throws IllegalArgumentException for everything else, and beyond {@link #MAX}
     */
    public static Duration parse(String text) {
        var matcher = SHAPE.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException("a duration is written like 30d, 720h or 1h30m");
        }
        long seconds = 0;
        for (int unit = 0; unit < UNITS.length; unit++) {
            var number = matcher.group(unit + 1);
            seconds += number == null ? 0 : Long.parseLong(number) * SECONDS[unit];
        }
        if (seconds > MAX.toSeconds()) {
            throw new IllegalArgumentException("a duration is at most " + format(MAX));
        }
        return Duration.ofSeconds(seconds);
    }

    /**
     * The one spelling: in the largest unit that needs no other, so equal durations have equal texts.
     *
     * @throws IllegalArgumentException for negative ones, fractions of a second, and beyond {@link #MAX}
     */
    public static String format(Duration duration) {
        if (duration.isNegative() || duration.getNano() != 0 || duration.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("not a duration of whole seconds up to 3650d");
        }
        long seconds = duration.toSeconds();
        for (int unit = 0; unit < UNITS.length; unit++) {
            if (seconds != 0 && seconds % SECONDS[unit] == 0) {
                return seconds / SECONDS[unit] + UNITS[unit];
            }
        }
        return "0s";
    }
}
