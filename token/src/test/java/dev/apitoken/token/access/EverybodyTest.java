package dev.apitoken.token.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EverybodyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "::/0",
                "::ffff:0.0.0.0/96",
                "0.0.0.0/1 128.0.0.0/1",
                "128.0.0.0/1 0.0.0.0/1",
                "::ffff:0.0.0.0/97 128.0.0.0/1",
                "0.0.0.0-255.255.255.255",
                "1.0.0.0-223.255.255.255",
                "10.0.0.0/8 0.0.0.0-9.255.255.255 11.0.0.0-255.255.255.255",
                "0.0.0.0-200.0.0.0 5.0.0.0-6.0.0.0 100.0.0.0-224.0.0.0",
                "::/1",
                "::/2",
                "2000::/4 3000::/4",
                "2000::-2fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 3000::-ffff::",
                "10.0.0.0/8 2000::/3 192.168.0.0/16",
            })
    void listsThatTogetherHoldAllOfAFamilyAreEverybody(String ranges) {
        assertThat(Everybody.isAmong(parsed(ranges))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/8",
                "0.0.0.0/1",
                "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fd00::/8",
                "1.0.0.0-9.255.255.255 11.0.0.0-223.255.255.255",
                "1.0.0.1-223.255.255.255",
                "1.0.0.0-223.255.255.254",
                "0.0.0.0/1 128.0.0.0-200.0.0.0 200.0.0.2-255.255.255.255",
                "8000::/1",
                "fd00::/8",
                "2000::-3fff:ffff:ffff:ffff:ffff:ffff:ffff:fffe",
            })
    void listsThatLeaveSomebodyOutAreNot(String ranges) {
        assertThat(Everybody.isAmong(parsed(ranges))).isFalse();
    }

    @Test
    void anEmptyListIsNobody() {
        assertThat(Everybody.isAmong(List.of())).isFalse();
    }

    @Test
    void theAddressBehindAnotherCarriesOverTheMiddle() {
        assertThat(IpAddress.parse("2001:db8::ffff:ffff:ffff:ffff").next())
                .isEqualTo(IpAddress.parse("2001:db8:0:1::"));
        assertThat(IpAddress.parse("9.255.255.255").next()).isEqualTo(IpAddress.parse("10.0.0.0"));
    }

    @Test
    void noSettingsLetEverybodyAsk() {
        assertThatThrownBy(() -> new ExternalAuthorizationSettings(
                        parsed("0.0.0.0/1 128.0.0.0/1"), ExternalAuthorizationSettings.Profile.Nginx))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<AddressRange> parsed(String ranges) {
        return Stream.of(ranges.split(" ")).map(AddressRange::parse).toList();
    }
}
