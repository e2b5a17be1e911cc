package dev.apitoken.operator.fault;

import dev.apitoken.operator.Tenant;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.List;
import java.util.Map;

/** Objects of somebody else, as easily mistaken for the operator's own as can be. None may change by a byte (rule B2). */
final class Strangers {
    private Strangers() {}

    static List<HasMetadata> moveInto(Tenant tenant) {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(tenant.namespace())
                .withName("theirs")
                .withLabels(Map.of("apitoken.dev/token", "t", "apitoken.dev/access", "gate"))
                .endMetadata()
                .withType("Opaque")
                .addToStringData("password", "theirs")
                .build();
        var role = new RoleBuilder()
                .withNewMetadata()
                .withNamespace(tenant.namespace())
                .withName("theirs")
                .withLabels(Map.of("apitoken.dev/access", "gate"))
                .endMetadata()
                .build();
        return List.of(
                tenant.client().resource(secret).create(),
                tenant.client().resource(role).create());
    }

    static boolean areUntouched(Tenant tenant, List<HasMetadata> strangers) {
        return strangers.stream()
                .allMatch(stranger ->
                        stranger.equals(tenant.client().resource(stranger).get()));
    }
}
