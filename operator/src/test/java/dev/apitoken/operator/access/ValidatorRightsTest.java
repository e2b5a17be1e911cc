package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ValidatorRightsTest {
    /** To the API server a rule that names no object is one for all of them. */
    @Test
    void thereIsNoRightToNothing() {
        assertThatThrownBy(() -> ValidatorRights.role("shop", new Ownership("gate", "uid"), new TreeSet<>()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
