package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far our clock is from that of the API server, read off the Date header of every answer (rule F10). Where no answers
 * come by themselves it asks for one, so that a clock that jumps is noticed soon.
 */
public final class ClockWatch implements Interceptor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

    /** The clocks of one cluster differ by less. */
    private static final Duration TOLERANCE = Duration.ofSeconds(60);

    private static final Duration PERIOD = Duration.ofSeconds(10);

    /** The header tells whole seconds, cut off. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final Clocks clocks;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("clock-watch").daemon().factory());
    private volatile Optional<Duration> skew = Optional.empty();

    public ClockWatch(Clocks clocks) {
        this.clocks = clocks;
    }

    /** Anybody may ask for the version, and the answer costs the API server next to nothing. */
    public ClockWatch start(KubernetesClient client) {
        timer.scheduleWithFixedDelay(() -> ask(client), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        var date = response.header("Date");
        if (date != null) {
            read(date);
        }
    }

    /** Our clock minus the API server's, to about a second; empty before the first answer. */
    public Optional<Duration> skew() {
        return skew;
    }

    public boolean isOff() {
        return isOff(skew);
    }

    /**
     * Our time, but never that of a clock that runs ahead: for deciding that something has ended by now. Ended too early, a
     * good token is refused; ended too late, it is refused all the same, for whoever checks it has a clock too.
     */
    public Instant notAhead() {
        var now = clocks.own().instant();
        return skew.filter(found -> isOff() && found.isPositive())
                .map(now::minus)
                .orElse(now);
    }

    /** For a message, while the clock is off. */
    public String words() {
        long seconds = skew.map(Duration::toSeconds).orElse(0L);
        return "the operator's clock is " + Math.abs(seconds) + " s " + (seconds < 0 ? "behind" : "ahead of")
                + " the API server's";
    }

    private void read(String date) {
        try {
            var sent = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            var theirs = clocks.apiServer().apply(sent.plus(HALF_A_SECOND));
            became(Optional.of(Duration.between(theirs, clocks.own().instant())));
        } catch (DateTimeException e) {
            LOG.debug("an answer without a readable Date header");
        }
    }

    private synchronized void became(Optional<Duration> now) {
        boolean wasOff = isOff(skew);
        skew = now;
        if (isOff(now) && !wasOff) {
            LOG.warn("Renewals wait: {}", words());
        } else if (!isOff(now) && wasOff) {
            LOG.info("The clock agrees with the API server's again");
        }
    }

    private static boolean isOff(Optional<Duration> skew) {
        return skew.filter(found -> found.abs().compareTo(TOLERANCE) > 0).isPresent();
    }

    /** Never throws: a timer task that does is never run again. An answer that refuses has a date too. */
    private static void ask(KubernetesClient client) {
        try {
            client.raw("/version");
        } catch (KubernetesClientException e) {
            LOG.debug("the API server was asked for its date: HTTP {}", e.getCode());
        } catch (RuntimeException e) {
            LOG.debug("the API server was asked for its date: {}", e.getClass().getName());
        }
    }
}
