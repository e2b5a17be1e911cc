package dev.apitoken.validator.index;

import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.NamedSecret;
import dev.apitoken.token.secret.ShardLayout;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The operator's part, in one namespace of a real cluster: access Secrets, and a Role that lets read them by name. */
final class AccessStore {
    static final String HEAD = AccessSecret.headName(Documents.POLICY);

    private final KubernetesClient client;
    private final String namespace;

    AccessStore(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    List<NamedSecret> secretsOf(long revision, int tokens, int bits) {
        AccessDocument document = Documents.revision(namespace, revision, tokens);
        return AccessSecret.write(document, new ShardLayout(bits));
    }

    /** Shards first, head last, as the operator does. */
    void write(long revision, int tokens, int bits) {
        secretsOf(revision, tokens, bits).forEach(this::write);
    }

    void write(long revision) {
        write(revision, 3, 0);
    }

    void write(NamedSecret secret) {
        Secret written = toSecret(secret);
        if (client.resource(written).get() == null) {
            client.resource(written).create();
        } else {
            client.resource(written).update();
        }
    }

    void create(String name, String type) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withType(type)
                        .build())
                .create();
    }

    void delete(String name) {
        client.secrets().inNamespace(namespace).withName(name).delete();
    }

    private Secret toSecret(NamedSecret secret) {
        Map<String, String> data = secret.content().data().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> Base64.getEncoder().encodeToString(entry.getValue())));
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(secret.name())
                .withLabels(secret.content().labels())
                .endMetadata()
                .withType(secret.content().type())
                .withData(data)
                .build();
    }

    /** get and watch on these names, and nothing else. */
    void allow(String serviceAccount, List<String> names) {
        client.resource(new RoleBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(serviceAccount)
                        .endMetadata()
                        .withRules(new PolicyRuleBuilder()
                                .withApiGroups("")
                                .withResources("secrets")
                                .withResourceNames(names)
                                .withVerbs("get", "watch")
                                .build())
                        .build())
                .create();
        client.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(serviceAccount)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", serviceAccount)
                        .withSubjects(new SubjectBuilder()
                                .withKind("ServiceAccount")
                                .withNamespace(namespace)
                                .withName(serviceAccount)
                                .build())
                        .build())
                .create();
    }
}
