package dev.apitoken.acceptance.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.acceptance.proxies.RawClient.Answer;
import dev.apitoken.acceptance.proxies.Row.Expected;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One table of requests behind every proxy, each with the configuration that the example shows. */
@ParameterizedClass
@MethodSource("proxies")
class ExternalAuthorizationE2E {
    private static @Nullable ProtectedApi running;

    private final Proxy proxy;
    private final ProtectedApi api = Objects.requireNonNull(running);

    ExternalAuthorizationE2E(Proxy proxy) {
        this.proxy = proxy;
    }

    static List<Proxy> proxies() {
        return Proxy.wanted();
    }

    @BeforeParameterizedClassInvocation
    static void start(Proxy proxy) throws Exception {
        running = new ProtectedApi(proxy).publish();
    }

    @AfterParameterizedClassInvocation
    static void stop() throws Exception {
        ProtectedApi api = Objects.requireNonNull(running);
        String log = api.gateLog();
        api.close();
        assertThat(api.shop.isLeakedIn(log)).as("a token in the gate's log").isFalse();
    }

    static Stream<Row> rows() {
        return Row.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void every_request_ends_as_the_table_says(Row row) throws Exception {
        Answer answer = api.send(row.address(), row.onTheWire(api.shop));

        List<Arrived> arrived = api.arrived();
        switch (row.expected(proxy)) {
            case Expected.Refused(int status) -> {
                assertThat(answer.status()).isEqualTo(status);
                assertThat(arrived).as("what reached the application").isEmpty();
                checkDenial(answer, row.method().equals("HEAD"));
            }
            case Expected.LetIn(Optional<String> user, String target) -> {
                assertThat(answer.status()).isEqualTo(200);
                Arrived request = assertThat(arrived).singleElement().actual();
                assertThat(request.target()).isEqualTo(target);
                assertThat(request.method()).isEqualTo(row.method());
                assertThat(request.body()).isEqualTo(row.body().isEmpty() ? "" : "abc");
                new ArrivalCheck(api.shop, proxy).check(request, user);
            }
        }
    }

    /** 401 is always the gate's own, down to the challenge (I1). */
    private void checkDenial(Answer answer, boolean bodiless) {
        assertThat(api.shop.isLeakedIn(answer.body())).isFalse();
        assertThat(answer.value("Location")).isEmpty();
        assertThat(answer.value("Set-Cookie")).isEmpty();
        if (answer.status() == 401) {
            assertThat(answer.body()).isEqualTo(bodiless ? "" : "{\"error\":\"Credentials required\"}");
            if (!bodiless) {
                assertThat(answer.value("Content-Type")).isEqualTo("application/json");
            }
            assertThat(answer.value("WWW-Authenticate")).startsWith("Bearer realm=\"apitoken\"");
        }
    }
}
