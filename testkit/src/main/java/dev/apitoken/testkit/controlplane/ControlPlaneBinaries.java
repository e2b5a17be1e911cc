package dev.apitoken.testkit.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The programs of a control plane: taken from the folder APITOKEN_CONTROL_PLANE_BIN, else from the cache
 * (APITOKEN_CACHE, default ~/.cache/apitoken), else built into the cache from the Go modules in this jar.
 */
public record ControlPlaneBinaries(Path etcd, Path kubeApiserver, Path kubeControllerManager) {
    private static final String GIVEN = "APITOKEN_CONTROL_PLANE_BIN";

    /** May take minutes, once per machine and set of versions; prints how far it is. */
    public static ControlPlaneBinaries find(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(GIVEN))
                .filter(folder -> !folder.isBlank())
                .map(folder -> in(Path.of(folder), GIVEN + "=" + folder))
                .orElseGet(() -> cached(environment));
    }

    /** The helm program, by the same rules; built only when asked for. */
    public static Path helm(Map<String, String> environment) {
        String name = GoModule.HELM.version() + "-" + GoModule.fingerprint(GoModule.HELM);
        Path folder = ProgramCache.of(environment, "helm")
                .folder(
                        name,
                        out -> new GoBuild(GoModule.HELM, "helm", Optional.empty(), List.of("helm.sh/helm/v4/cmd/helm"))
                                .into(out.resolve("helm")));
        return program(folder, "helm", folder.toString());
    }

    /** The Kubernetes version that is built, such as "v1.36.3". */
    public static String kubernetesVersion() {
        return GoModule.KUBERNETES.version();
    }

    private static ControlPlaneBinaries cached(Map<String, String> environment) {
        String name = kubernetesVersion() + "-" + GoModule.fingerprint(GoModule.KUBERNETES, GoModule.ETCD);
        Path folder = ProgramCache.of(environment, "control-plane").folder(name, out -> {
            etcdBuild().into(out.resolve("etcd"));
            kubernetesBuild().into(out);
        });
        return in(folder, folder.toString());
    }

    private static GoBuild etcdBuild() {
        return new GoBuild(GoModule.ETCD, "etcd", Optional.empty(), List.of("go.etcd.io/etcd/server/v3"));
    }

    // Without these flags the server calls itself v0.0.0-master and clients that compare versions stumble.
    private static GoBuild kubernetesBuild() {
        String[] parts = kubernetesVersion().substring(1).split("\\.", -1);
        String variable = "-X k8s.io/component-base/version.";
        String flags = variable + "gitVersion=" + kubernetesVersion() + " " + variable + "gitMajor=" + parts[0] + " "
                + variable + "gitMinor=" + parts[1];
        return new GoBuild(
                GoModule.KUBERNETES,
                "kube-apiserver and kube-controller-manager",
                Optional.of(flags),
                List.of("k8s.io/kubernetes/cmd/kube-apiserver", "k8s.io/kubernetes/cmd/kube-controller-manager"));
    }

    private static ControlPlaneBinaries in(Path folder, String origin) {
        return new ControlPlaneBinaries(
                program(folder, "etcd", origin),
                program(folder, "kube-apiserver", origin),
                program(folder, "kube-controller-manager", origin));
    }

    private static Path program(Path folder, String name, String origin) {
        Path program = folder.resolve(name).toAbsolutePath();
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(origin + " holds no executable " + name);
        }
        return program;
    }
}
