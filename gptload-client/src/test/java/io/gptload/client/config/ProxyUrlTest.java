package io.gptload.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://proxy.test,false,false,proxy.test,80",
        "HTTP://proxy.test:3128/,false,false,proxy.test,3128",
        "https://proxy.test,false,true,proxy.test,443",
        "socks5://proxy.test,true,false,proxy.test,1080",
        "socks5h://[2001:db8::1]:9050,true,false,2001:db8::1,9050"
    })
    void theSchemeDecidesTheKindAndTheUsualPort(String url, boolean socks, boolean tls, String host, int port) {
        assertThat(ProxyUrl.parse(url)).isEqualTo(new ProxyUrl(socks, tls, host, port, null, null));
    }

    @Test
    void credentialsAreUnescapedAndNotShown() {
        ProxyUrl proxy = ProxyUrl.parse("socks5://us%65r:p%40ss+leakcanary@proxy.test");
        assertThat(proxy.user()).isEqualTo("user");
        assertThat(proxy.password()).isEqualTo("p@ss+leakcanary");
        assertThat(proxy.toString()).doesNotContain("user", "p@ss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "proxy.test:80", "ftp://proxy.test", "socks4://proxy.test", "http://", "http://a b"})
    void anythingElseIsRefusedWithWhatIsAllowed(String url) {
        assertThatThrownBy(() -> ProxyUrl.parse(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("proxy_url")
                .hasMessageContaining("socks5://");
    }
}
