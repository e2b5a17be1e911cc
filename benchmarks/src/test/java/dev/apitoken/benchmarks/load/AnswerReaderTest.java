package dev.apitoken.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nServer: x\r\ncontent-LENGTH: 5\r\nDate: now\r\n\r\nhello";

    private final AnswerReader reader = new AnswerReader();

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, 1_000})
    void an_answer_ends_with_its_last_byte_however_it_is_cut(int piece) {
        for (int at = 0; at < ANSWER.length(); at += piece) {
            int end = Math.min(ANSWER.length(), at + piece);
            assertThat(reader.read(bytes(ANSWER.substring(at, end)))).isEqualTo(end == ANSWER.length());
        }
        assertThat(reader.status()).isEqualTo(200);
    }

    @Test
    void the_next_answer_is_read_from_its_own_first_byte() {
        assertThat(reader.read(bytes(ANSWER))).isTrue();
        assertThat(reader.read(bytes("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")))
                .isTrue();
        assertThat(reader.status()).isEqualTo(401);
    }

    @Test
    void an_answer_whose_end_it_cannot_know_stops_the_benchmark() {
        assertThatThrownBy(() -> reader.read(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")))
                .hasMessageContaining("Content-Length");
    }
}
