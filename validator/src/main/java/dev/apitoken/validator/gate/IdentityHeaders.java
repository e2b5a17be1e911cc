package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.decision.Principal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What the upstream learns about the caller: names after the policy's prefix, in one order. */
final class IdentityHeaders {
    private final String prefix;
    private final String user;
    private final String namespace;
    private final String id;
    private final String roles;
    private final String expires;
    private final String clientIp;

    IdentityHeaders(String prefix) {
        this.prefix = prefix;
        this.user = prefix + "User";
        this.namespace = prefix + "Namespace";
        this.id = prefix + "Id";
        this.roles = prefix + "Roles";
        this.expires = prefix + "Expires";
        this.clientIp = prefix + "Client-Ip";
    }

    String prefix() {
        return prefix;
    }

    /** Without case, and spelled as we spell it. */
    boolean isName(CharSequence name) {
        String text = name.toString();
        return List.of(user, namespace, id, roles, expires, clientIp).stream().anyMatch(text::equalsIgnoreCase);
    }

    /** Every name, with an empty value where there is nothing to say. */
    void write(Optional<Principal> principal, Optional<IpAddress> client, BiConsumer<String, String> header) {
        header.accept(
                user, principal.map(p -> HeaderText.encode(p.user().value())).orElse(""));
        header.accept(
                namespace, principal.map(p -> HeaderText.encode(p.namespace())).orElse(""));
        header.accept(id, principal.map(p -> HeaderText.encode(p.id().value())).orElse(""));
        header.accept(roles, principal.map(p -> list(p.roles())).orElse(""));
        header.accept(expires, principal.map(p -> p.acceptedUntil().toString()).orElse(""));
        header.accept(clientIp, client.map(IpAddress::toString).orElse(""));
    }

    private static String list(Collection<String> roles) {
        return roles.stream().map(HeaderText::encodeItem).collect(Collectors.joining(","));
    }
}
