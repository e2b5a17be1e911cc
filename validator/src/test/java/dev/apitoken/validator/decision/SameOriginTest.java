package dev.apitoken.validator.decision;

import static dev.apitoken.validator.decision.SampleRequest.get;
import static dev.apitoken.validator.decision.SampleTokens.NOW;
import static dev.apitoken.validator.decision.SampleTokens.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.SignedToken;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.index.AccessState;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {
    private static final SignedToken CI = SampleTokens.token("ci");
    private static final AccessState STATE = SamplePolicy.ofShop().listing(entry(CI));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | Accept: */*                              | yes",
                "POST   | Sec-Fetch-Site: same-origin              | yes",
                "POST   | Sec-Fetch-Site: none                     | yes",
                "POST   | Sec-Fetch-Site: same-site                | no",
                "POST   | Sec-Fetch-Site: cross-site               | no",
                "POST   | Sec-Fetch-Site: SAME-ORIGIN              | no",
                "POST   | Sec-Fetch-Site:                          | no",
                "POST   | Origin: https://shop.example             | yes",
                "POST   | Origin: https://SHOP.example             | yes",
                "POST   | Origin: https://evil.example             | no",
                "POST   | Origin: https://shop.example.evil        | no",
                "POST   | Origin: https://shop.example:8443        | no",
                "POST   | Origin: null                             | no",
                "POST   | Origin:                                  | no",
                "POST   | Origin: shop.example                     | no",
                "POST   | Origin: ://shop.example                  | no",
                "PUT    | Sec-Fetch-Site: cross-site               | no",
                "PATCH  | Sec-Fetch-Site: cross-site               | no",
                "DELETE | Sec-Fetch-Site: cross-site               | no",
                "PURGE  | Sec-Fetch-Site: cross-site               | no",
                "get    | Sec-Fetch-Site: cross-site               | no",
                "GET    | Sec-Fetch-Site: cross-site               | yes",
                "HEAD   | Sec-Fetch-Site: cross-site               | yes",
                "OPTIONS| Origin: https://evil.example             | yes",
            })
    void a_cookie_on_an_unsafe_method_must_come_from_one_of_our_pages(String method, String header, String passes) {
        assertPasses(get("/").by(method).withCookie(CI).with(header), passes.equals("yes"));
    }

    @Test
    void what_the_browser_says_of_the_site_counts_more_than_the_origin() {
        var request = get("/").by("POST").withCookie(CI).with("Origin: https://shop.example");
        assertPasses(request.with("Sec-Fetch-Site: cross-site"), false);
    }

    @Test
    void a_repeated_field_says_nothing() {
        var request = get("/").by("POST").withCookie(CI);
        assertPasses(request.with("Sec-Fetch-Site: same-origin").with("Sec-Fetch-Site: same-origin"), false);
        assertPasses(request.with("Origin: https://shop.example").with("Origin: https://shop.example"), false);
    }

    /** The handshake of a WebSocket is a GET that any page may send. */
    @Test
    void an_upgrade_with_a_cookie_must_come_from_one_of_our_pages() {
        var handshake = get("/").withCookie(CI).with("Upgrade: websocket");
        assertPasses(handshake.with("Origin: https://evil.example"), false);
        assertPasses(handshake.with("Origin: https://shop.example"), true);
    }

    /** nginx and Traefik keep Upgrade to themselves when they ask; the handshake's key goes through. */
    @Test
    void an_upgrade_is_known_by_the_key_of_its_handshake_too() {
        var handshake = get("/").withCookie(CI).with("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        assertPasses(handshake.with("Origin: https://evil.example"), false);
        assertPasses(handshake.with("Origin: https://shop.example"), true);
    }

    @Test
    void a_credential_in_another_place_was_put_there_by_no_foreign_page() {
        var request = get("/").by("POST").with("Sec-Fetch-Site: cross-site");
        assertPasses(request.bearing(CI), true);
        assertPasses(request.bearing(CI).withCookie(CI), true);
    }

    @Test
    void the_check_can_be_switched_off() {
        var request = get("/").by("POST").withCookie(CI).with("Sec-Fetch-Site: cross-site");
        var state = SamplePolicy.ofShop().withoutSameOrigin().listing(entry(CI));
        assertThat(RequestAuthenticator.decide(request, state, NOW)).isInstanceOf(Allowed.class);
    }

    private static void assertPasses(Request request, boolean passes) {
        var decision = RequestAuthenticator.decide(request, STATE, NOW);
        if (passes) {
            assertThat(decision).isInstanceOf(Allowed.class);
        } else {
            assertThat(decision)
                    .isEqualTo(
                            new Denied(DenialReason.CrossSiteCookie, true, Optional.of(SampleTokens.known(CI, true))));
        }
    }
}
