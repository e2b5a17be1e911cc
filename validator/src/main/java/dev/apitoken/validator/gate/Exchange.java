package dev.apitoken.validator.gate;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request on its way: how far both directions are. Lives on one event loop. */
final class Exchange {
    /** RFC 9110 section 9.2.2; those of them that have no effect at all. */
    private static final Set<HttpMethod> REPEATABLE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** With one beat on top well below the five seconds that {@code closeStreams} promises. */
    private static final long JUDGED_EVERY_NANOS = Duration.ofSeconds(2).toNanos();

    final Exchanging client;
    final Route.Forward route;
    final boolean upgrade;
    final boolean bodyExpected;
    final long begunAt;

    @Nullable
    UpstreamConnection upstream;

    boolean requestDone;
    boolean responseBegun;
    boolean repeated;
    long lastProgressAt;
    private long judgedAt;

    Exchange(Exchanging client, Route.Forward route, long now) {
        this.client = client;
        this.route = route;
        this.upgrade = HeadRewriter.isWebSocketUpgrade(route.request().http());
        this.bodyExpected = HeadRewriter.hasBody(route.request().http());
        this.begunAt = now;
        this.lastProgressAt = now;
        this.judgedAt = now;
    }

    HttpRequest received() {
        return route.request().http();
    }

    /**
     * An open answer lives as long as its request would be allowed again: it ends when its token is no longer listed,
     * has expired, has lost the role, or may no longer be used from there.
     */
    boolean isDueForJudgement(long now) {
        if (!responseBegun || !route.closesWithToken() || now - judgedAt < JUDGED_EVERY_NANOS) {
            return false;
        }
        judgedAt = now;
        return true;
    }

    /**
     * A kept connection may be closed by the upstream at the moment we use it. Then, and only then, a request is sent
     * once more: nothing of an answer has come, it has no body to replay and no effect to repeat.
     */
    boolean mayBeRepeated() {
        return !repeated
                && !responseBegun
                && !bodyExpected
                && REPEATABLE.contains(received().method());
    }
}
