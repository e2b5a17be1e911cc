package dev.apitoken.validator.decision;

import static dev.apitoken.validator.decision.SampleRequest.get;
import static dev.apitoken.validator.decision.SampleTokens.NOW;
import static dev.apitoken.validator.decision.SampleTokens.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.RuleAccess;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import dev.apitoken.validator.index.AccessState;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule Q1: a decision about a known token allocates at most 1 KiB, measured with the compiler that saves least. */
class DecisionCostTest {
    private static final int DECISIONS = 20_000;
    private static final SignedToken CI = SampleTokens.token("ci");

    /** Holds its fields ready, so that only the decision is measured. */
    private record HeldRequest(Map<String, List<String>> fields, IpAddress peer) implements Request {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String target() {
            return "/reports/2026/03?format=csv";
        }

        @Override
        public List<String> headers(String name) {
            return fields.getOrDefault(name, List.of());
        }
    }

    @Test
    void a_known_token_costs_less_than_a_kibibyte() {
        var request = new HeldRequest(
                Map.of("Host", List.of("shop.example"), "Authorization", List.of("Bearer " + CI.reveal())),
                get("/").peer());
        var state = SamplePolicy.ofShop()
                .rule(RuleAccess.Public, "/health")
                .rule(RuleAccess.Authenticated, "/reports/*", "reader", "admin")
                .listing(entry(CI, "reader"));
        assertThat(allocatedByOne(request, state)).isLessThan(1024);
        assertThat(RequestAuthenticator.decide(request, state, NOW)).isInstanceOf(Allowed.class);
    }

    private static long allocatedByOne(Request request, AccessState state) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = -DECISIONS; i < DECISIONS; i++) {
            if (i == 0) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            RequestAuthenticator.decide(request, state, NOW);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / DECISIONS;
    }
}
