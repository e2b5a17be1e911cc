package dev.apitoken.validator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedMethodTest {
    @ParameterizedTest
    @ValueSource(strings = {"GET", "PATCH", "VERSION-CONTROL", "BASELINE-CONTROLLING"})
    void aMethodIsLoggedAsItIs(String method) {
        assertThat(LoggedMethod.of(method)).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "get", "eyJhbGciOiJFUzI1NiJ9.e30.c2ln", "GET\u001b[31m", "ABCDEFGHIJKLMNOPQRSTU"})
    void whatCouldBeATokenOrWorseIsNot(String method) {
        assertThat(LoggedMethod.of(method)).isEqualTo("other");
    }
}
