package dev.apitoken.testkit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** What {@link RealCluster} does: one cluster for the whole JUnit session, started at first use. */
public final class ClusterExtension implements BeforeAllCallback, TestInstancePostProcessor, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws IllegalAccessException {
        ClusterSession session = session(context);
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), RealCluster.class)
                .ifPresent(wanted -> session.apply(List.of(wanted.manifests())));
        inject(
                context.getRequiredTestClass(),
                null,
                session.cluster(),
                field -> Modifier.isStatic(field.getModifiers()));
    }

    @Override
    public void postProcessTestInstance(Object instance, ExtensionContext context) throws IllegalAccessException {
        inject(
                instance.getClass(),
                instance,
                session(context).cluster(),
                field -> !Modifier.isStatic(field.getModifiers()));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return session(context).cluster();
    }

    private static ClusterSession session(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent("session", key -> new ClusterSession(System.getenv()), ClusterSession.class);
    }

    private static void inject(Class<?> type, @Nullable Object instance, Cluster cluster, Predicate<Field> wanted)
            throws IllegalAccessException {
        for (Field field : ReflectionSupport.findFields(
                type,
                field -> field.getType() == Cluster.class && wanted.test(field),
                HierarchyTraversalMode.TOP_DOWN)) {
            field.setAccessible(true);
            field.set(instance, cluster);
        }
    }
}
