package dev.apitoken.operator.apitoken;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Writes token Secrets, never blind: one is made only where there is none, and replaced or deleted only in the version
 * that was looked at. Whoever was faster makes these calls fail with 409, and everything is decided anew.
 */
final class TokenSecretApplier {
    private final KubernetesClient client;

    TokenSecretApplier(KubernetesClient client) {
        this.client = client;
    }

    /** @param holding as the API server said it is, its named Secret ours to write */
    void apply(DesiredSecret desired, Holding holding) {
        holding.named().ifPresentOrElse(actual -> bringTo(desired, actual), () -> create(desired.object()));
        // After, so that at no instant the token is in no Secret at all (rule B11).
        holding.former().forEach(this::delete);
    }

    private void bringTo(DesiredSecret desired, Secret actual) {
        if (Boolean.TRUE.equals(actual.getImmutable())) {
            delete(actual);
            create(desired.object());
        } else if (!desired.isMetBy(actual)) {
            replace(desired.object(), actual);
        }
    }

    private void create(Secret secret) {
        client.resource(secret).create();
    }

    private void replace(Secret secret, Secret actual) {
        var inThatVersion = new SecretBuilder(secret)
                .editMetadata()
                .withResourceVersion(actual.getMetadata().getResourceVersion())
                .withUid(actual.getMetadata().getUid())
                .withFinalizers(actual.getMetadata().getFinalizers())
                .endMetadata()
                .build();
        client.resource(inThatVersion).update();
    }

    private void delete(Secret secret) {
        client.resource(secret)
                .lockResourceVersion(secret.getMetadata().getResourceVersion())
                .delete();
    }
}
