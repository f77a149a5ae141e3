package io.gptload.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.gateway.config.TrustedProxies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ClientAddressTest {

    private static MockHttpServletRequest request(TrustedProxies trusted, String peer, String... forwarded) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        ClientAddress.believe(request.getServletContext(), trusted);
        request.setRemoteAddr(peer);
        for (String line : forwarded) {
            request.addHeader("X-Forwarded-For", line);
        }
        return request;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 198.51.100.1          | 203.0.113.9",
                "127.0.0.1   | 198.51.100.1          | 198.51.100.1",
                "10.0.0.2    | 198.51.100.1, 10.0.0.1 | 198.51.100.1",
                "10.0.0.2    | 6.6.6.6, 198.51.100.1 | 198.51.100.1",
                "172.20.0.1  | 192.168.1.5           | 192.168.1.5",
                "172.32.0.1  | 198.51.100.1          | 172.32.0.1",
                "::1         | 2001:db8::7           | 2001:db8::7",
                "0:0:0:0:0:0:0:1 | 2001:db8::7       | 2001:db8::7",
                "fd00::1     | 2001:db8::7           | 2001:db8::7",
                "fe80::1%eth0 | 2001:db8::7          | 2001:db8::7",
                "127.0.0.1   | <script>              | 127.0.0.1",
                "127.0.0.1   | ''                    | 127.0.0.1",
            })
    void forwardedAddressesAreBelievedOfPrivateNetworksIfToldSo(String peer, String forwarded, String client) {
        TrustedProxies trusted = TrustedProxies.parse(List.of("private"));
        assertThat(ClientAddress.of(request(trusted, peer, forwarded))).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.2", "203.0.113.9"})
    void nobodyIsBelievedUnlessToldSo(String peer) {
        MockHttpServletRequest request = request(TrustedProxies.NONE, peer, "198.51.100.1");
        request.addHeader("X-Forwarded-Proto", "https");
        assertThat(ClientAddress.of(request)).isEqualTo(peer);
        assertThat(ClientAddress.cameOverTls(request)).isFalse();
    }

    @Test
    void addressesAndRangesAreBelievedAndTheLineTheProxyAddedCounts() {
        TrustedProxies trusted = TrustedProxies.parse(List.of("203.0.113.0/24", "198.51.100.7", "2001:db8::/32"));
        assertThat(ClientAddress.of(request(trusted, "203.0.113.200", "6.6.6.6", "192.0.2.1, 198.51.100.7")))
                .isEqualTo("192.0.2.1");
        assertThat(ClientAddress.of(request(trusted, "198.51.100.8", "6.6.6.6")))
                .isEqualTo("198.51.100.8");
        assertThat(ClientAddress.of(request(trusted, "2001:db8:1::2", "192.0.2.1")))
                .isEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.com", "10.0.0.0/33", "10.0.0", "*"})
    void whatIsNoAddressIsRefused(String element) {
        assertThatThrownBy(() -> TrustedProxies.parse(List.of(element))).hasMessageContaining("10.0.0.0/8");
    }
}
