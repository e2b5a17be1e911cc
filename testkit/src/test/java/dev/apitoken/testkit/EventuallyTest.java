package dev.apitoken.testkit;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void itLooksAgainAfterAFailure() {
        eventually(() -> assertThat(looks.incrementAndGet()).isEqualTo(3));

        assertThat(looks).hasValue(3);
    }

    @Test
    void itLooksAgainAfterAnExceptionAndAfterNull() {
        String found = eventually(() -> switch (looks.incrementAndGet()) {
            case 1 -> throw new IllegalStateException("not yet");
            case 2 -> null;
            default -> "found";
        });

        assertThat(found).isEqualTo("found");
    }

    @Test
    void theLastFailureIsTold() {
        assertThatThrownBy(() -> eventually(
                        Duration.ofMillis(60), () -> assertThat("red").isEqualTo("blue")))
                .hasMessageContaining("red")
                .hasMessageContaining("blue");
        assertThatThrownBy(() -> eventually(Duration.ofMillis(60), () -> {
                    throw new IllegalStateException("still away");
                }))
                .hasMessageContaining("still away");
    }
}
