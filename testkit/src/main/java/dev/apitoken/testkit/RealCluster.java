package dev.apitoken.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a {@link Cluster}, as a parameter of a constructor or method, or in a field of that type. All
 * classes of a JVM share one: the cluster of TEST_KUBECONFIG, else K3s in a container, else a local control plane.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ClusterExtension.class)
public @interface RealCluster {
    /** Applied once before the first test that names them; relative to the folder of the whole project. */
    String[] manifests() default "crds/manifests";
}
