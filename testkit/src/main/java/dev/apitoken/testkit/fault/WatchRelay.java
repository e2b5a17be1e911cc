package dev.apitoken.testkit.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** One open watch: events of the API server on their way to the client. */
final class WatchRelay {
    private static final String GONE = """
            {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
            "message":"too old resource version: injected by a test","reason":"Expired","code":410}}""";

    private final Call call;
    private final InputStream events;
    private final WatchClient client;

    WatchRelay(Call call, InputStream events, WatchClient client) {
        this.call = call;
        this.events = events;
        this.client = client;
    }

    Call call() {
        return call;
    }

    /** Returns when the watch is over. */
    void run(Function<Call, WatchFault> faults, StaleView view) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
            int told = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                view.await();
                if (!relay(line, ++told, faults.apply(call))) {
                    return;
                }
            }
            client.end();
        } finally {
            stop();
        }
    }

    /** @return whether the watch goes on */
    private boolean relay(String event, int number, WatchFault fault) throws IOException {
        client.send(event);
        switch (fault) {
            case WatchFault.None() -> {}
            case WatchFault.EachTwice() -> client.send(event);
            case WatchFault.CutEvery(int events) -> {
                if (number >= events) {
                    client.reset();
                    return false;
                }
            }
            case WatchFault.GoneEvery(int events) -> {
                if (number >= events) {
                    client.send(GONE);
                    client.end();
                    return false;
                }
            }
        }
        return true;
    }

    void silence() {
        client.silence();
    }

    void stop() throws IOException {
        events.close();
    }
}
