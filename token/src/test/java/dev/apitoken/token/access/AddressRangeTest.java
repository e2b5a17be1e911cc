package dev.apitoken.token.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    static Stream<List<String>> accepted() {
        return TableFile.rows("ranges-accepted.txt");
    }

    static Stream<List<String>> refused() {
        return TableFile.rows("ranges-refused.txt");
    }

    static Stream<List<String>> sources() {
        return TableFile.rows("sources.txt");
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void is_written_in_one_spelling_whichever_was_read(List<String> row) {
        var range = AddressRange.parse(row.get(0));
        assertThat(range).hasToString(row.get(1));
        assertThat(AddressRange.parse(row.get(1))).isEqualTo(range);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses_a_text_that_others_might_read_otherwise(List<String> row) {
        assertThatIllegalArgumentException().as(row.get(1)).isThrownBy(() -> AddressRange.parse(row.get(0)));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void a_filter_admits_what_lies_in_one_of_its_ranges(List<String> row) {
        var filter = SourceFilter.parse(List.of(row.get(0).split(" ")));
        assertThat(filter.admits(IpAddress.parse(row.get(1))))
                .isEqualTo(row.get(2).equals("in"));
    }

    @Test
    void an_empty_filter_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SourceFilter.parse(List.of()));
    }

    @Test
    void a_block_with_bits_beyond_its_prefix_is_refused_with_both_ways_out() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRange.parse("10.1.2.3/8"))
                .withMessage("10.1.2.3/8 has bits set beyond its prefix: write 10.0.0.0/8 for the block or 10.1.2.3");
    }

    @Test
    void every_address_is_read_back_from_its_text_and_its_bytes() throws UnknownHostException {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[i % 2 == 0 ? 16 : 4];
            random.nextBytes(bytes);
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] = random.nextInt(3) == 0 ? bytes[b] : 0;
            }
            var address = IpAddress.ofBytes(bytes);
            assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
            assertThat(IpAddress.ofBytes(
                            InetAddress.getByName(address.toString()).getAddress()))
                    .isEqualTo(address);
        }
    }

    @Test
    void every_block_is_written_as_a_block() {
        for (int prefix = 0; prefix < 128; prefix++) {
            var range = AddressRange.parse("::/" + (prefix == 80 ? 79 : prefix));
            assertThat(AddressRange.parse(range.toString())).isEqualTo(range);
            assertThat(range.toString()).contains("/");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5, 15, 17})
    void an_address_has_4_or_16_bytes(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpAddress.ofBytes(new byte[length]));
    }
}
