package dev.apitoken.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The page that says which faults are tried says it of those that are. */
class FaultPageTest {
    private static final List<Class<?>> FAULTS = List.of(
            AnswersIT.class,
            ClockIT.class,
            CrashIT.class,
            LeadersIT.class,
            LeaseIT.class,
            OutageIT.class,
            RestoreIT.class,
            SequencesIT.class,
            WatchesIT.class);

    @Test
    void itNamesEachWorkloadAndNoOther() {
        assertThat(FaultPage.read().kills().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Workloads.all().stream().map(Workload::name).toList());
    }

    @Test
    void itNamesEachTestOfAFaultAndNoOther() {
        assertThat(FaultPage.read().tests())
                .isEqualTo(
                        FAULTS.stream().flatMap(FaultPageTest::tests).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Stream<String> tests(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(FaultPageTest::isTest)
                .map(method -> type.getSimpleName() + "." + method.getName());
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }
}
