package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Optional;

/**
 * The Secrets that have to do with one ApiToken.
 *
 * @param named the one its spec names, whoever owns it
 * @param former its own under earlier names
 */
record Holding(Optional<Secret> named, Optional<Ownership> ownership, List<Secret> former) {

    static Holding of(ApiToken token, Optional<Secret> named, List<Secret> others) {
        String name = secretName(token);
        return new Holding(
                named,
                named.map(secret -> Ownership.of(secret, token)),
                others.stream()
                        .filter(secret -> !secret.getMetadata().getName().equals(name))
                        .filter(secret -> Ownership.of(secret, token) instanceof Ownership.Ours)
                        .toList());
    }

    static String secretName(ApiToken token) {
        String name = token.getSpec().secret().name();
        return name == null ? token.getMetadata().getName() : name;
    }

    /** The Secret with the token to go by: the named one, before its first write a former one. */
    Optional<Secret> bearer() {
        return named.filter(secret ->
                        ownership.filter(Ownership.Ours.class::isInstance).isPresent())
                .or(() -> former.stream().findFirst());
    }

    /** Who keeps the ApiToken from using the Secret it names; empty: nobody. */
    Optional<String> obstacle(ApiToken token) {
        boolean adopts = token.getSpec().secret().adoption().equals("IfUnowned");
        return ownership.flatMap(owner -> switch (owner) {
            case Ownership.Ours _ -> Optional.empty();
            case Ownership.Unowned _ when adopts -> Optional.empty();
            case Ownership.Unowned _ -> Optional.of("nobody; secret.adoption: IfUnowned would take it");
            case Ownership.Foreign(var holder) -> Optional.of(holder);
        });
    }
}
