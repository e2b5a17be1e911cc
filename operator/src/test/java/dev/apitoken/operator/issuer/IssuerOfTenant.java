package dev.apitoken.operator.issuer;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.IssuerStatus;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.Digest;
import dev.apitoken.token.secret.AccessReading;
import dev.apitoken.token.secret.AccessSecret;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The TokenIssuer {@code default} of a tenant, its keys in the operator's namespace, and the documents made with them. */
record IssuerOfTenant(Tenant tenant, OperatorUnderTest operator) {
    void patch(String json) {
        tenant.patchIssuer("default", json);
    }

    IssuerStatus status() {
        return tenant.client()
                .resources(TokenIssuer.class)
                .inNamespace(tenant.namespace())
                .withName("default")
                .require()
                .getStatus();
    }

    List<IssuerStatus.Key> keys(String state) {
        return status().keys().stream().filter(key -> state.equals(key.state())).toList();
    }

    String activeKey() {
        return eventually(() -> keys("Active").getFirst().id());
    }

    void eventuallyNotReady(String reason) {
        eventually(() -> {
            var ready =
                    Conditions.find(status().conditions(), ConditionType.Ready).orElseThrow();
            assertThat(ready.getStatus() + " " + ready.getReason())
                    .as(ready.getMessage())
                    .isEqualTo("False " + reason);
        });
    }

    @Nullable
    Secret keySecretOrNull() {
        return inOperatorNamespace(KeyRingStore.secretName(id()));
    }

    @Nullable
    Secret publishedKeysOrNull() {
        return inOperatorNamespace(KeyRingStore.publishedName(id()));
    }

    private @Nullable Secret inOperatorNamespace(String name) {
        return tenant.client()
                .secrets()
                .inNamespace(operator.namespace())
                .withName(name)
                .get();
    }

    private IssuerId id() {
        return IssuerId.local(tenant.namespace(), "default");
    }

    List<String> eventReasons() {
        return tenant.client().events().v1().events().inNamespace(tenant.namespace()).list().getItems().stream()
                .filter(event -> event.getRegarding().getKind().equals("TokenIssuer"))
                .map(Event::getReason)
                .toList();
    }

    void policy() {
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: AccessPolicy
                metadata: {name: gate}
                spec: {}
                """);
    }

    /** Ids of the keys that validators of the policy {@code gate} have. */
    Set<String> keysInDocument() {
        return keysIn(document());
    }

    boolean lists(String token) {
        return digestsIn(document()).contains(Digest.of(token));
    }

    private Secret document() {
        return tenant.secret(AccessSecret.headName("gate"));
    }

    static Set<String> keysIn(Secret head) {
        try {
            return AccessSecret.readHead(SecretObject.content(head)).issuers().stream()
                    .flatMap(issuer -> issuer.keys().keys().keySet().stream())
                    .map(key -> key.value())
                    .collect(Collectors.toSet());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static Set<Digest> digestsIn(Secret head) {
        try {
            var content = SecretObject.content(head);
            var reading = AccessSecret.read(
                    AccessSecret.readHead(content), Map.of(head.getMetadata().getName(), content));
            assertThat(reading).isInstanceOf(AccessReading.Whole.class);
            return ((AccessReading.Whole) reading)
                    .document().entries().stream().map(entry -> entry.digest()).collect(Collectors.toSet());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
