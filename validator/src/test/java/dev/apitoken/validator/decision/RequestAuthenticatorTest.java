package dev.apitoken.validator.decision;

import static dev.apitoken.validator.decision.SampleRequest.get;
import static dev.apitoken.validator.decision.SampleTokens.EXPIRES;
import static dev.apitoken.validator.decision.SampleTokens.ISSUER;
import static dev.apitoken.validator.decision.SampleTokens.NOW;
import static dev.apitoken.validator.decision.SampleTokens.claims;
import static dev.apitoken.validator.decision.SampleTokens.entry;
import static dev.apitoken.validator.decision.SampleTokens.entryFrom;
import static dev.apitoken.validator.decision.SampleTokens.entryUntil;
import static dev.apitoken.validator.decision.SampleTokens.token;
import static dev.apitoken.validator.decision.SampleTokens.tokenOfForeignKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.SignedToken;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.token.access.RuleAccess;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.validator.credential.Place;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.index.AccessState;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestAuthenticatorTest {
    private static final SamplePolicy SHOP = SamplePolicy.ofShop();
    private static final SignedToken CI = token("ci");

    @Test
    void nothing_passes_before_the_first_whole_revision_or_after_the_last_has_grown_old() {
        assertThat(decide(get("/"), new AccessState.Unknown())).isEqualTo(denied(DenialReason.NotReady));
        assertThat(decide(get("/"), new AccessState.Stale())).isEqualTo(denied(DenialReason.Stale));
    }

    @Test
    void an_empty_list_admits_nobody() {
        assertThat(decide(get("/").bearing(CI), SHOP.listing())).isEqualTo(presented(DenialReason.UnknownToken));
    }

    @Test
    void a_live_token_makes_a_principal_of_its_entry() {
        var decision = decide(get("/a?b=c").bearing(CI), SHOP.listing(entry(CI, "reader")));
        assertThat(decision).isInstanceOfSatisfying(Allowed.class, allowed -> {
            assertThat(allowed.principal())
                    .contains(new Principal(
                            CI.digest(),
                            CI.claims().id(),
                            SampleTokens.KEY_ID,
                            Set.of(Place.AuthorizationBearer),
                            new User("ci"),
                            "team",
                            new TreeSet<>(Set.of("reader")),
                            EXPIRES));
            assertThat(allowed.target().path().value()).isEqualTo("/a");
            assertThat(allowed.target().query()).isEqualTo("?b=c");
            assertThat(allowed.client()).contains(IpAddress.parse("192.0.2.1"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: bearer   ", "X-API-KEY: ", "Cookie: X-API-KEY=", "X-Auth-Token:"})
    void each_place_will_do(String start) {
        assertAllowed(decide(get("/").with(start + CI.reveal()), SHOP.listing(entry(CI))));
    }

    @Test
    void without_a_credential_nobody_passes() {
        assertThat(decide(get("/"), SHOP.listing(entry(CI)))).isEqualTo(denied(DenialReason.NoCredential));
    }

    @Test
    void a_foreign_scheme_alone_is_no_credential_of_ours() {
        assertThat(decide(get("/").with("Authorization: Basic eDp5"), SHOP.listing(entry(CI))))
                .isEqualTo(denied(DenialReason.MalformedCredential));
    }

    @Test
    void a_good_signature_alone_admits_nobody() {
        assertThat(decide(get("/").bearing(token("ci")), SHOP.listing(entry(CI))))
                .isEqualTo(presented(DenialReason.UnknownToken));
    }

    @Test
    void a_listed_digest_alone_admits_nobody() {
        var forged = tokenOfForeignKey("ci");
        assertThat(decide(get("/").bearing(forged), SHOP.listing(entry(forged))))
                .isEqualTo(refused(DenialReason.BadSignature, forged));
    }

    /** One ES256 token has sixteen spellings that lenient readers take for it: the digest knows one. */
    @Test
    void another_spelling_of_a_listed_token_is_another_token() {
        String text = CI.reveal();
        char last = text.charAt(text.length() - 1);
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
            if (c != last) {
                var respelled = get("/").with("X-API-KEY: " + text.substring(0, text.length() - 1) + c);
                assertThat(decide(respelled, SHOP.listing(entry(CI)))).isEqualTo(presented(DenialReason.UnknownToken));
            }
        }
        assertThat(decide(get("/").with("X-API-KEY: " + text + "="), SHOP.listing(entry(CI))))
                .isEqualTo(presented(DenialReason.MalformedCredential));
    }

    @Test
    void a_token_must_be_what_its_entry_says() {
        var otherIssuer = token(claims("urn:apitoken:other", "ci", SamplePolicy.AUDIENCE));
        var otherAudience = token(claims(ISSUER, "ci", "another-shop"));
        assertBadSignature(otherIssuer, entry(otherIssuer));
        assertBadSignature(otherAudience, entry(otherAudience));
        assertBadSignature(CI, listedAs(CI, new User("root"), CI.claims().id(), ISSUER));
        assertBadSignature(CI, listedAs(CI, new User("ci"), new TokenId("another"), ISSUER));
        assertBadSignature(CI, listedAs(CI, new User("ci"), CI.claims().id(), "urn:apitoken:unknown"));
    }

    private static TokenEntry listedAs(SignedToken token, User user, TokenId id, String issuer) {
        return new TokenEntry(token.digest(), id, user, "team", issuer, EXPIRES, new TreeSet<>(), Optional.empty());
    }

    private static void assertBadSignature(SignedToken token, TokenEntry entry) {
        assertThat(decide(get("/").bearing(token), SHOP.listing(entry)))
                .isEqualTo(new Denied(
                        DenialReason.BadSignature,
                        true,
                        Optional.of(new KnownToken(entry.id(), entry.user(), entry.namespace(), Optional.empty()))));
    }

    @Test
    void an_entry_ends_at_its_instant_and_not_before() {
        var until = NOW.plusSeconds(100);
        var state = SHOP.listing(entryUntil(CI, until));
        var request = get("/").bearing(CI);
        assertAllowed(RequestAuthenticator.decide(request, state, until.minusMillis(1)));
        var expired = new Denied(DenialReason.ExpiredToken, true, Optional.of(SampleTokens.known(CI, true)));
        assertThat(RequestAuthenticator.decide(request, state, until)).isEqualTo(expired);
        assertThat(RequestAuthenticator.decide(request, state, until.plusSeconds(1)))
                .isEqualTo(expired);
    }

    @Test
    void a_slow_clock_refuses_no_fresh_token() {
        assertAllowed(RequestAuthenticator.decide(
                get("/").bearing(CI), SHOP.listing(entry(CI)), NOW.minus(Duration.ofMinutes(5))));
    }

    @Test
    void only_the_signature_is_remembered_and_all_else_judged_anew() {
        var rules = SHOP.rule(RuleAccess.Authenticated, "/*", "admin");
        var before = (AccessState.Usable) rules.listing(entry(CI, "admin"));
        assertAllowed(decide(get("/").bearing(CI), before));

        var withoutRole = new AccessState.Usable(before.index().next(rules.document(entry(CI, "reader"))));
        assertThat(decide(get("/").bearing(CI), withoutRole)).isEqualTo(refused(DenialReason.RoleMissing, CI));

        var elsewhere = new AccessState.Usable(before.index().next(rules.document(entryFrom(CI, "10.0.0.0/8"))));
        assertThat(decide(get("/").bearing(CI), elsewhere)).isEqualTo(refused(DenialReason.SourceDenied, CI));

        var delisted = new AccessState.Usable(before.index().next(rules.document()));
        assertThat(decide(get("/").bearing(CI), delisted)).isEqualTo(presented(DenialReason.UnknownToken));
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3, true", "::ffff:10.1.2.3, true", "11.0.0.1, false", "2001:db8::1, false", "::, false"})
    void a_filter_asks_where_the_request_comes_from(String peer, boolean admitted) {
        var decision = decide(get("/").bearing(CI).from(peer), SHOP.listing(entryFrom(CI, "10.0.0.0/8")));
        if (admitted) {
            assertAllowed(decision);
        } else {
            assertThat(decision).isEqualTo(refused(DenialReason.SourceDenied, CI));
        }
    }

    @Test
    void an_address_nobody_can_read_is_denied_only_where_a_filter_asks() {
        var trusting = SHOP.trusting(ClientAddressMode.XForwardedFor, List.of(AddressRange.parse("192.0.2.1")));
        var request = get("/").bearing(CI).with("X-Forwarded-For: unknown");
        assertThat(decide(request, trusting.listing(entryFrom(CI, "0.0.0.0/0", "::/0"))))
                .isEqualTo(refused(DenialReason.SourceDenied, CI));
        assertThat(decide(request, trusting.listing(entry(CI))))
                .isInstanceOfSatisfying(
                        Allowed.class, allowed -> assertThat(allowed.client()).isEmpty());
    }

    @Test
    void on_a_public_path_a_bad_credential_counts_as_none_and_a_good_one_is_known() {
        var state = SHOP.rule(RuleAccess.Public, "/open/*").listing(entry(CI), entryFrom(token("far"), "10.0.0.0/8"));
        assertThat(principal(decide(get("/open/a").bearing(CI), state))).isPresent();
        for (String bad : List.of(
                "Accept: */*",
                "Authorization: Bearer",
                "Authorization: Basic eDp5",
                "X-API-KEY: not.listed",
                "X-API-KEY: a,b",
                "X-API-KEY: a\nX-Auth-Token: b")) {
            assertThat(principal(decide(get("/open/a").with(bad), state))).isEmpty();
        }
    }

    @Test
    void on_a_public_path_no_role_is_needed() {
        var state = SHOP.rule(RuleAccess.Public, "/*", "admin").listing(entry(CI));
        assertThat(principal(decide(get("/").bearing(CI), state))).isPresent();
    }

    @Test
    void a_denied_path_is_denied_to_everybody_whatever_they_present() {
        var state = SHOP.rule(RuleAccess.Denied, "/admin/*")
                .rule(RuleAccess.Public, "/*")
                .listing(entry(CI));
        assertThat(decide(get("/admin").bearing(CI), state)).isEqualTo(denied(DenialReason.RuleDenied));
        assertThat(decide(get("/admin/x").with("X-API-KEY: a,b"), state)).isEqualTo(denied(DenialReason.RuleDenied));
    }

    @Test
    void the_first_rule_that_matches_decides_and_no_match_is_a_denial() {
        var state = SHOP.rule(RuleAccess.Authenticated, "/reports/*", Set.of("GET"), "reader")
                .rule(RuleAccess.Public, "/reports/public")
                .listing(entry(CI));
        assertThat(decide(get("/reports/public").bearing(CI), state)).isEqualTo(refused(DenialReason.RoleMissing, CI));
        assertAllowed(decide(get("/reports/public").by("POST"), state));
        assertThat(decide(get("/other").bearing(CI), state)).isEqualTo(denied(DenialReason.RuleDenied));
        assertThat(decide(get("/reports/x").by("POST").bearing(CI), state)).isEqualTo(denied(DenialReason.RuleDenied));
    }

    @Test
    void any_one_of_the_roles_of_a_rule_suffices() {
        var rules = SHOP.rule(RuleAccess.Authenticated, "/*", "reader", "writer");
        assertAllowed(decide(get("/").bearing(CI), rules.listing(entry(CI, "writer", "zebra"))));
        assertThat(decide(get("/").bearing(CI), rules.listing(entry(CI, "Reader", "admin"))))
                .isEqualTo(refused(DenialReason.RoleMissing, CI));
    }

    @Test
    void ten_rules_and_a_thousand_give_equal_decisions() {
        var ten = SHOP;
        var thousand = SHOP;
        for (int i = 0; i < 1_000; i++) {
            thousand = thousand.rule(RuleAccess.Denied, "/filler/" + i + "/*/x");
            ten = i < 10 ? ten.rule(RuleAccess.Denied, "/filler/" + i + "/*/x") : ten;
        }
        for (String target : List.of("/a", "/b", "/filler/7/y/x", "/filler/8/y", "/")) {
            var request = get(target).bearing(CI);
            assertThat(decide(
                            request,
                            thousand.rule(RuleAccess.Authenticated, "/a").listing(entry(CI))))
                    .isEqualTo(decide(
                            request, ten.rule(RuleAccess.Authenticated, "/a").listing(entry(CI))));
        }
    }

    @Test
    void OPTIONS_passes_without_a_token_only_by_a_public_rule() {
        var preflight = get("/a").by("OPTIONS").with("Access-Control-Request-Method: PUT");
        assertThat(decide(preflight, SHOP.listing(entry(CI)))).isEqualTo(denied(DenialReason.NoCredential));
        assertThat(decide(
                        preflight,
                        SHOP.rule(RuleAccess.Public, "/a", Set.of("GET")).listing()))
                .isEqualTo(denied(DenialReason.RuleDenied));
        assertAllowed(decide(
                preflight, SHOP.rule(RuleAccess.Public, "/a", Set.of("OPTIONS")).listing()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/../b", "//a", "/a%2fb", "/a;b", "*", "http://other.example/", "shop.example:443", ""})
    void a_path_that_can_be_read_in_two_ways_reaches_no_rule(String target) {
        var state = SHOP.rule(RuleAccess.Public, "/*").listing(entry(CI));
        assertThat(decide(get(target).bearing(CI), state)).isEqualTo(denied(DenialReason.BadPath));
    }

    @Test
    void an_absolute_target_must_agree_with_the_only_host() {
        var state = SHOP.listing(entry(CI));
        var request = get("http://shop.example/a").bearing(CI);
        assertAllowed(decide(request, state));
        assertThat(decide(request.with("Host: shop.example"), state)).isEqualTo(denied(DenialReason.BadPath));
    }

    @Test
    void the_first_credential_that_verifies_is_the_identity() {
        var ended = token("ended");
        var far = token("far");
        var state = SHOP.multiple(MultipleCredentials.FirstValid)
                .listing(entryUntil(ended, NOW), entryFrom(far, "10.0.0.0/8"), entry(CI));
        assertThat(user(decide(get("/").bearing(ended).withCookie(CI), state))).contains("ci");
        assertThat(user(decide(get("/").with("X-API-KEY: unlisted").withCookie(CI), state)))
                .contains("ci");
        assertThat(decide(get("/").bearing(far).withCookie(CI), state))
                .isEqualTo(refused(DenialReason.SourceDenied, far));
        assertThat(decide(get("/").bearing(ended).with("X-API-KEY: unlisted"), state))
                .isEqualTo(refused(DenialReason.ExpiredToken, ended));
    }

    @Test
    void a_signature_that_cannot_be_checked_refuses_and_is_checked_again_later() {
        var state = SHOP.listing(entry(CI));
        Provider[] all = Security.getProviders();
        List.of(Security.getProviders("Signature.SHA256withECDSA"))
                .forEach(provider -> Security.removeProvider(provider.getName()));
        try {
            assertThat(decide(get("/").bearing(CI), state)).isEqualTo(refused(DenialReason.Failed, CI));
        } finally {
            for (int i = 0; i < all.length; i++) {
                Security.insertProviderAt(all[i], i + 1);
            }
        }

        assertAllowed(decide(get("/").bearing(CI), state));
    }

    @Test
    void a_fault_of_ours_is_a_denial() {
        var broken = new Request() {
            @Override
            public String method() {
                return "GET";
            }

            @Override
            public String target() {
                return "/";
            }

            @Override
            public List<String> headers(String name) {
                throw new IllegalStateException("a header store that fails");
            }

            @Override
            public IpAddress peer() {
                return IpAddress.parse("192.0.2.1");
            }
        };
        assertThat(decide(broken, SHOP.rule(RuleAccess.Public, "/*").listing())).isEqualTo(denied(DenialReason.Failed));
    }

    private static AccessDecision decide(Request request, AccessState state) {
        return RequestAuthenticator.decide(request, state, NOW);
    }

    private static Optional<Principal> principal(AccessDecision decision) {
        assertAllowed(decision);
        return ((Allowed) decision).principal();
    }

    private static Optional<String> user(AccessDecision decision) {
        return principal(decision).map(principal -> principal.user().value());
    }

    private static void assertAllowed(AccessDecision decision) {
        assertThat(decision).isInstanceOf(Allowed.class);
    }

    private static Denied denied(DenialReason reason) {
        return new Denied(reason, false, Optional.empty());
    }

    private static Denied presented(DenialReason reason) {
        return new Denied(reason, true, Optional.empty());
    }

    /** The key is known to those reasons that come after the check of the signature. */
    private static Denied refused(DenialReason reason, SignedToken token) {
        boolean checked = reason == DenialReason.SourceDenied || reason == DenialReason.RoleMissing;
        return new Denied(reason, true, Optional.of(SampleTokens.known(token, checked)));
    }
}
