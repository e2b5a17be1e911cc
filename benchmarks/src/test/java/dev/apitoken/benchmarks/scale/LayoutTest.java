package dev.apitoken.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "50, 10, 1, 50", "1000, 200, 1, 1000", "10000, 200, 10, 10000", "100000, 200, 100, 10000"
    })
    void growsByNamespacesOfAThousandTokens(int tokens, int spares, int namespaces, int due) {
        var layout = Layout.of(tokens);
        assertThat(layout).isEqualTo(new Layout(tokens, spares, namespaces));
        assertThat(layout.all()).hasSize(tokens + spares).doesNotHaveDuplicates();
        assertThat(layout.dueTokens()).hasSize(due).doesNotContainAnyElementsOf(layout.spareTokens());
        assertThat(layout.all().stream().map(Layout.Token::namespace).distinct())
                .containsExactlyInAnyOrderElementsOf(layout.namespaceNames());
    }

    @Test
    void givesEveryTenthUserOfANamespaceAnAccount() {
        assertThat(Layout.of(10_000).usersWithAccount())
                .hasSize(1_000)
                .filteredOn(user -> user.namespace().equals("load-007"))
                .hasSize(100);
    }
}
