package dev.apitoken.testkit.fault;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** One request and what becomes of it. */
final class Exchange {
    private static final int NOT_FORWARDED = 0;

    private final Call call;
    private final Request request;
    private final Wire wire;
    private final Upstream upstream;
    private final StaleView view;
    private final CallLog log;

    Exchange(Call call, Request request, Wire wire, Upstream upstream, StaleView view, CallLog log) {
        this.call = call;
        this.request = request;
        this.wire = wire;
        this.upstream = upstream;
        this.view = view;
        this.log = log;
    }

    Call call() {
        return call;
    }

    /** @return whether the connection can be used for another request */
    boolean answer(Fault fault) throws IOException, InterruptedException {
        return switch (fault) {
            case Fault.None() -> say(forward());
            case Fault.Cut(var moment) -> cut(moment);
            case Fault.Instead(int status, var reason, var retryAfter, boolean committed) -> {
                reach(committed);
                yield say(Answer.failure(status, reason, retryAfter));
            }
            case Fault.Silence(boolean committed) -> {
                reach(committed);
                wire.in().transferTo(OutputStream.nullOutputStream()); // until the client gives up
                yield false;
            }
            case Fault.Drip(int pieces, var pause) -> drip(forward(), pieces, pause.toNanos());
            case Fault.HalfAnAnswer() -> half(forward());
        };
    }

    /** Empty when the API server would not have it; its answer went to the client then. */
    Optional<WatchRelay> openWatch() throws IOException, InterruptedException {
        var response = upstream.watch(request);
        note(response.statusCode(), new byte[0]);
        if (response.statusCode() != 200) {
            try (var body = response.body()) {
                say(new Answer(
                        response.statusCode(), Upstream.contentType(response), Optional.empty(), body.readAllBytes()));
            }
            return Optional.empty();
        }
        return Optional.of(new WatchRelay(call, response.body(), WatchClient.accept(wire, request)));
    }

    private boolean cut(Fault.Moment moment) throws IOException, InterruptedException {
        switch (moment) {
            case BEFORE -> reach(false);
            case AFTER_COMMIT -> reach(true);
            case AFTER_ANSWER -> say(forward());
        }
        wire.reset();
        return false;
    }

    private void reach(boolean committed) throws IOException, InterruptedException {
        if (committed) {
            forward();
        } else {
            note(NOT_FORWARDED, new byte[0]);
        }
    }

    private Answer forward() throws IOException, InterruptedException {
        var answer = view.read(call, request, upstream);
        note(answer.status(), call.isWrite() ? answer.body() : new byte[0]);
        return answer;
    }

    private void note(int status, byte[] body) {
        log.add(new Recorded(call, status, body.length == 0 ? MissingNode.getInstance() : Request.json(body)));
    }

    private boolean say(Answer answer) throws IOException {
        wire.write(answer);
        return true;
    }

    private boolean drip(Answer answer, int pieces, long pause) throws IOException {
        wire.head(answer);
        int size = answer.body().length / pieces + 1;
        for (int from = 0; from < answer.body().length; from += size) {
            LockSupport.parkNanos(pause);
            wire.out().write(answer.body(), from, Math.min(size, answer.body().length - from));
            wire.out().flush();
        }
        return true;
    }

    private boolean half(Answer answer) throws IOException {
        wire.head(answer);
        wire.out().write(Arrays.copyOf(answer.body(), answer.body().length / 2));
        wire.out().flush();
        wire.reset();
        return false;
    }
}
