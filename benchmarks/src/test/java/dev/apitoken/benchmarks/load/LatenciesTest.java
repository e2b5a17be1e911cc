package dev.apitoken.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static Latencies upTo(int micros) {
        var latencies = new Latencies();
        for (int i = micros; i >= 1; i--) {
            latencies.add(i * 1_000L);
        }
        return latencies;
    }

    @Test
    void percentiles_are_samples() {
        var latencies = upTo(10_000);
        assertThat(latencies.micros(0.5)).isEqualTo(5_000);
        assertThat(latencies.micros(0.99)).isEqualTo(9_900);
        assertThat(latencies.micros(1)).isEqualTo(10_000);
    }

    @Test
    void of_two_runs_every_sample_counts() {
        var both = upTo(100);
        both.addAll(upTo(10));
        assertThat(both.count()).isEqualTo(110);
        assertThat(both.micros(0.1)).isEqualTo(6);
    }

    @Test
    void without_a_sample_there_is_no_number() {
        assertThat(new Latencies().micros(0.99)).isNaN();
    }
}
