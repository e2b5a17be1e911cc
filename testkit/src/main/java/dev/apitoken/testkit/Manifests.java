package dev.apitoken.testkit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Applies YAML files as field manager "testkit", taking fields over from whoever set them. */
record Manifests(KubernetesClient client) {
    private static final Duration UNTIL_SERVED = Duration.ofSeconds(60);

    /** Applies all and tells whether kinds came into being that the server did not know. */
    boolean apply(Path folderOrFile) {
        List<HasMetadata> resources = files(folderOrFile).stream()
                .flatMap(file -> read(file).stream())
                .toList();
        List<CustomResourceDefinition> crds = only(CustomResourceDefinition.class, resources);
        boolean newKinds = crds.stream().anyMatch(crd -> client.resource(crd).get() == null);
        crds.forEach(this::applyNow);
        crds.forEach(this::awaitEstablished);
        only(Namespace.class, resources).forEach(this::applyNow);
        resources.stream()
                .filter(resource -> !(resource instanceof CustomResourceDefinition || resource instanceof Namespace))
                .forEach(this::applyOnceServed);
        return newKinds;
    }

    static List<Path> files(Path folderOrFile) {
        if (!Files.isDirectory(folderOrFile)) {
            return List.of(folderOrFile);
        }
        try (Stream<Path> files = Files.list(folderOrFile)) {
            return files.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<HasMetadata> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return client.load(in).items();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> only(Class<T> kind, List<HasMetadata> resources) {
        return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private HasMetadata applyNow(HasMetadata resource) {
        return client.resource(resource)
                .fieldManager("testkit")
                .forceConflicts()
                .serverSideApply();
    }

    private void awaitEstablished(CustomResourceDefinition crd) {
        client.resource(crd).waitUntilCondition(Manifests::isEstablished, UNTIL_SERVED.toSeconds(), TimeUnit.SECONDS);
    }

    private static boolean isEstablished(CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && Objects.requireNonNullElse(
                                crd.getStatus().getConditions(), List.<CustomResourceDefinitionCondition>of())
                        .stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    // Discovery follows an established CRD a moment later.
    private void applyOnceServed(HasMetadata resource) {
        Awaitility.await()
                .atMost(UNTIL_SERVED)
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsMatching(e -> e instanceof KubernetesClientException k && k.getCode() == 404)
                .until(() -> applyNow(resource) != null);
    }
}
