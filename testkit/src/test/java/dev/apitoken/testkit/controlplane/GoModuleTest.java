package dev.apitoken.testkit.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoModuleTest {

    @ParameterizedTest
    @EnumSource
    void eachModuleNamesTheVersionOfItsProgram(GoModule module) {
        assertThat(module.version()).matches("v\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void theFingerprintIsOfTheseModulesAndNoOthers() {
        assertThat(GoModule.fingerprint(GoModule.KUBERNETES, GoModule.ETCD))
                .matches("[0-9a-f]{8}")
                .isEqualTo(GoModule.fingerprint(GoModule.KUBERNETES, GoModule.ETCD))
                .isNotEqualTo(GoModule.fingerprint(GoModule.KUBERNETES, GoModule.HELM));
    }
}
