package io.gptload.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ClientAddressTest {

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
                "fd00::1     | 2001:db8::7           | 2001:db8::7",
                "127.0.0.1   | <script>              | 127.0.0.1",
                "127.0.0.1   | ''                    | 127.0.0.1",
            })
    void forwardedAddressesAreBelievedOfPrivateNetworksOnly(String peer, String forwarded, String client) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        request.addHeader("X-Forwarded-For", forwarded);
        assertThat(ClientAddress.of(request)).isEqualTo(client);
    }
}
