package dev.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.program.InvalidSettingException;
import dev.apitoken.program.LogLevel;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {
    @Test
    void anEmptyEnvironmentIsEnough() {
        var config = OperatorConfig.parse(Map.of());

        assertThat(config.kubeconfig()).isEmpty();
        assertThat(config.watchesAllNamespaces()).isTrue();
        assertThat(config.namespace()).isNotEmpty();
        assertThat(config.leaderElection()).isTrue();
        assertThat(config.defaultIssuer()).isTrue();
        assertThat(config.lease()).isEqualTo("apitoken-operator");
        assertThat(config.managementPort()).isEqualTo(8081);
        assertThat(config.logLevel()).isEqualTo(LogLevel.Info);
    }

    @Test
    void namespacesAreSeparatedByCommasAndBlanksDoNotCount() {
        var config = OperatorConfig.parse(Map.of("APITOKEN_WATCH_NAMESPACES", " orders, billing,, "));

        assertThat(config.watchNamespaces()).containsExactly("billing", "orders");
    }

    /** Two installations may share a namespace: neither removes keys that the other looks after. */
    @Test
    void anOperatorLooksAfterTheIssuersOfTheNamespacesItWatches() {
        var everywhere = OperatorConfig.parse(Map.of());
        var confined = OperatorConfig.parse(Map.of("APITOKEN_WATCH_NAMESPACES", "orders"));

        assertThat(everywhere.looksAfter(IssuerId.local("billing", "default"))).isTrue();
        assertThat(everywhere.looksAfter(IssuerId.clusterWide("default"))).isTrue();
        assertThat(confined.looksAfter(IssuerId.local("orders", "default"))).isTrue();
        assertThat(confined.looksAfter(IssuerId.local("billing", "default"))).isFalse();
        assertThat(confined.looksAfter(IssuerId.clusterWide("default"))).isFalse();
    }

    @Test
    void anEmptySettingIsOneThatWasNotMade() {
        assertThat(OperatorConfig.parse(Map.of("APITOKEN_MANAGEMENT_PORT", " ")).managementPort())
                .isEqualTo(8081);
    }

    @ParameterizedTest
    @CsvSource({
        "KUBECONFIG, /no/such/file",
        "APITOKEN_WATCH_NAMESPACES, Orders",
        "APITOKEN_NAMESPACE, a/b",
        "APITOKEN_LEADER_ELECTION, yes",
        "APITOKEN_DEFAULT_ISSUER, on",
        "APITOKEN_LEASE, Two Words",
        "APITOKEN_LOG_LEVEL, loud",
        "APITOKEN_MANAGEMENT_PORT, 65536",
        "APITOKEN_MANAGEMENT_PORT, -1",
        "APITOKEN_MANAGEMENT_PORT, http",
    })
    void aWrongSettingIsNamedWithItsValueAndWhatIsAllowed(String setting, String value) {
        assertThatThrownBy(() -> OperatorConfig.parse(Map.of(setting, value)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(setting + "=" + value + ": ")
                .hasMessageNotContainingAny("\n");
    }
}
