package io.gptload.gateway.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.gateway.testing.RunningGateway;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a gateway as clients see it that keep their connections. */
class FarewellTest {

    private static final String REQUEST = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    Path folder;

    @Test
    void aRequestOnAConnectionKeptAliveIsAnsweredAndNewConnectionsAreRefused() throws Exception {
        RunningGateway gateway = RunningGateway.in(folder)
                .with("gptload.gateway.farewell-millis", "30000")
                .start();
        try (RawConnection kept = new RawConnection(gateway.port())) {
            assertThat(kept.send(REQUEST).reply().head())
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("Connection: close");
            CompletableFuture<Void> end = CompletableFuture.runAsync(gateway::close);
            await().until(() -> refuses(gateway.port()));
            assertThat(end).as("it waits for whoever is connected").isNotDone();
            assertThat(kept.send(REQUEST).replies())
                    .singleElement()
                    .satisfies(last ->
                            assertThat(last.head()).startsWith("HTTP/1.1 200").contains("Connection: close"));
            end.join();
        }
    }

    private static boolean refuses(int port) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }
}
