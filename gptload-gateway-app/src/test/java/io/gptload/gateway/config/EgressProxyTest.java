package io.gptload.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EgressProxyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "example.com       | http://example.com/        | false",
                "example.com       | http://a.b.example.com/    | false",
                "example.com       | http://notexample.com/     | true",
                "EXAMPLE.com       | http://Example.COM/        | false",
                ".example.com      | http://example.com/        | true",
                ".example.com      | http://a.example.com/      | false",
                "*.example.com     | http://a.example.com/      | false",
                "*.example.com     | http://example.com/        | true",
                "example.com:8080  | http://example.com:8080/   | false",
                "example.com:8080  | http://example.com/        | true",
                "example.com:80    | http://example.com/        | false",
                "10.1.2.3          | http://10.1.2.3/           | false",
                "10.1.2.3:80       | http://10.1.2.3:81/        | true",
                "10.0.0.0/8        | http://10.200.0.1/         | false",
                "10.0.0.0/9        | http://10.200.0.1/         | true",
                "0.0.0.0/0         | http://1.2.3.4/            | false",
                "10.0.0.0/8        | http://ten.example/        | true",
                "fd00::/8          | http://[fd12::1]/          | false",
                "fd00::/8          | http://[fe80::1]/          | true",
                "2001:db8::1       | http://[2001:db8::1]/      | false",
                "[2001:db8::1]:80  | http://[2001:db8::1]:81/   | true",
                "[2001:db8::1]:80  | http://[2001:db8::1]/      | false",
                "*                 | http://example.com/        | false",
                "a, ,b.c , *       | http://example.com/        | false",
                "a, b              | http://b/                  | false",
                ":80, [            | http://b/                  | true",
                "''                | http://localhost:1/        | false",
                "''                | http://127.0.0.1/          | false",
                "''                | http://127.9.9.9/          | false",
                "''                | http://[::1]/              | false",
                "''                | http://example.com/        | true",
            })
    void asksTheExceptions(String exceptions, URI target, boolean proxied) {
        assertThat(new EgressProxy("http://p:1", "", exceptions)
                        .proxyFor(target)
                        .isPresent())
                .isEqualTo(proxied);
    }

    @Test
    void choosesByScheme() {
        EgressProxy proxy = new EgressProxy("p:1", "socks5://u:hidden@q:2", "");
        assertThat(proxy.proxyFor(URI.create("http://a"))).contains(URI.create("http://p:1"));
        assertThat(proxy.proxyFor(URI.create("https://a"))).contains(URI.create("socks5://u:hidden@q:2"));
        assertThat(new EgressProxy("p:1", "", "").proxyFor(URI.create("https://a")))
                .isEmpty();
        assertThat(new EgressProxy("http://a b", "", "").proxyFor(URI.create("http://a")))
                .isEmpty();
        assertThat(proxy.toString()).contains("q:2").doesNotContain("hidden");
    }
}
