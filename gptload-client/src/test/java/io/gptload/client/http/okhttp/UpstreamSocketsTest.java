package io.gptload.client.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import org.junit.jupiter.api.Test;

class UpstreamSocketsTest {

    @Test
    void socketsSendAtOnceAndAreLookedAfter() throws Exception {
        try (Socket socket = new UpstreamSockets(Socket::new).createSocket()) {
            assertThat(socket.getTcpNoDelay()).isTrue();
            assertThat(socket.getKeepAlive()).isTrue();
        }
    }
}
