package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiToken;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnershipTest {
    private static final String TYPE = "apitoken.dev/token";
    private static final Map<String, String> OUR_LABEL = Map.of("apitoken.dev/token", "mine");
    private static final Map<String, String> ISSUED_FOR_US = Map.of("apitoken.dev/issued-for", "uid-1");
    private static final Map<String, String> ISSUED_FOR_ANOTHER = Map.of("apitoken.dev/issued-for", "uid-2");

    @Test
    void ourTypeAndOurOwnerReferenceIsOurs() {
        assertThat(of(secret(TYPE, Map.of(), Map.of(), owner("ApiToken", "mine", "uid-1"))))
                .isEqualTo(new Ownership.Ours());
    }

    @Test
    void theSecretOfAnApiTokenOfThatNameThatIsGoneIsOurs() {
        assertThat(of(secret(TYPE, OUR_LABEL, Map.of(), owner("ApiToken", "mine", "former-uid"))))
                .isEqualTo(new Ownership.Ours());
        assertThat(of(secret(TYPE, OUR_LABEL, ISSUED_FOR_ANOTHER))).isEqualTo(new Ownership.Ours());
    }

    @Test
    void withoutAnOwnerTheAnnotationDecides() {
        assertThat(of(secret(TYPE, Map.of(), ISSUED_FOR_US))).isEqualTo(new Ownership.Ours());
    }

    @Test
    void anotherTypeIsForeignWhoeverOwnsIt() {
        assertThat(of(secret("Opaque", OUR_LABEL, ISSUED_FOR_US)))
                .isEqualTo(new Ownership.Foreign("a Secret of type Opaque"));
        assertThat(of(secret("Opaque", OUR_LABEL, ISSUED_FOR_US, owner("ApiToken", "mine", "uid-1"))))
                .isInstanceOf(Ownership.Foreign.class);
    }

    @Test
    void anotherOwnerIsNamed() {
        assertThat(of(secret(TYPE, OUR_LABEL, ISSUED_FOR_US, owner("ApiToken", "other", "uid-2"))))
                .isEqualTo(new Ownership.Foreign("ApiToken other"));
        assertThat(of(secret(TYPE, Map.of("apitoken.dev/token", "other"), ISSUED_FOR_ANOTHER)))
                .isEqualTo(new Ownership.Foreign("ApiToken other"));
    }

    @Test
    void aSecondOwnerBesideUsMakesItForeign() {
        assertThat(of(secret(
                        TYPE,
                        OUR_LABEL,
                        ISSUED_FOR_US,
                        owner("ApiToken", "mine", "uid-1"),
                        owner("Deployment", "d", "uid-3"))))
                .isInstanceOf(Ownership.Foreign.class);
    }

    @Test
    void ourTypeMadeForNobodyIsUnowned() {
        assertThat(of(secret(TYPE, OUR_LABEL, Map.of()))).isEqualTo(new Ownership.Unowned());
    }

    private static Ownership of(Secret secret) {
        var token = new ApiToken();
        token.setMetadata(new ObjectMetaBuilder()
                .withNamespace("ns")
                .withName("mine")
                .withUid("uid-1")
                .build());
        return Ownership.of(secret, token);
    }

    private static Secret secret(
            String type, Map<String, String> labels, Map<String, String> annotations, OwnerReference... owners) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName("mine")
                .withLabels(labels)
                .withAnnotations(annotations)
                .withOwnerReferences(owners)
                .endMetadata()
                .withType(type)
                .build();
    }

    private static OwnerReference owner(String kind, String name, String uid) {
        return new OwnerReferenceBuilder()
                .withApiVersion("apitoken.dev/v1alpha1")
                .withKind(kind)
                .withName(name)
                .withUid(uid)
                .build();
    }
}
