package dev.apitoken.acceptance.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What must hold of whatever reaches the application, by whatever way it came. */
record ArrivalCheck(Shop shop, Proxy proxy) {
    private static final List<String> IDENTITY = List.of("user", "namespace", "id", "roles", "expires", "client-ip");
    private static final String PREFIX = "x-apitoken-";

    /** @param user none: let in as nobody */
    void check(Arrived request, Optional<String> user) {
        assertThat(Shop.lets(user, request))
                .as("the rules let in what arrived, as it arrived")
                .isTrue();
        assertThat(request.foldedNames().stream().filter(name -> name.startsWith(PREFIX)))
                .allMatch(name -> IDENTITY.contains(name.substring(PREFIX.length())))
                .doesNotHaveDuplicates();
        assertThat(identity(request, "User")).isEqualTo(user.orElse(""));
        assertThat(identity(request, "Roles")).isEqualTo(user.map(Shop::roles).orElse(""));
        assertThat(identity(request, "Client-Ip")).doesNotStartWith("10.");
        assertThat(identity(request, "Expires")).isNotEqualTo("never");
        assertThat(request.foldedNames())
                .doesNotContain(
                        "x-original-url", "x-rewrite-url", "x-http-method-override", "x-api-key", "x-auth-token");
        checkCredentials(request);
    }

    private static String identity(Arrived request, String name) {
        return String.join("|", request.values("X-ApiToken-" + name));
    }

    /** Taken out, and nothing else with them. */
    private void checkCredentials(Arrived request) {
        Set<String> kept = proxy.takesCookiesApart() ? Set.of() : Set.of("cookie");
        assertThat(request.headers())
                .as("headers with a token")
                .filteredOn(header -> shop.isLeakedIn(header.getValue()))
                .allMatch(header -> kept.contains(header.getKey().toLowerCase(Locale.ROOT)));
        if (proxy.takesCookiesApart()) {
            assertThat(String.join("; ", request.values("Cookie"))).isIn("", "a=b", "a=b; c=d");
        }
    }
}
