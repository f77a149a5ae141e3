package io.gptload.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that the interceptor does not read into memory. */
class UnreadBodyTest {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final byte[] HELLO = "{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    private static final int LOOKED_AT_FIRST = 128;

    private final ProviderSimulator simulator = ProviderSimulator.builder().build();
    private final SimulatorServer server = SimulatorServer.start(simulator);

    @AfterEach
    void stop() {
        server.close();
    }

    private Group group(String... keys) {
        return GptLoad.builder()
                .logStateChanges(false)
                .group("g", g -> g.upstream(server.baseUrl()).keys(keys))
                .build()
                .group("g");
    }

    private static int call(OkHttpClient client, RequestBody body) throws IOException {
        Request request = new Request.Builder()
                .url("http://anywhere.invalid/v1/chat/completions")
                .post(body)
                .build();
        try (Response response = client.newCall(request).execute()) {
            assertThat(response.body().bytes()).isNotEmpty();
            return response.code();
        }
    }

    private static OkHttpClient client(Group group) {
        return new OkHttpClient.Builder()
                .addInterceptor(GptLoadInterceptor.of(group))
                .build();
    }

    @Test
    void bodyIsNotReadIntoMemoryForACallThatIsServedAtOnce() throws Exception {
        simulator.setKey(SimulatedKey.valid("sk-leakcanary-good"));
        OkHttpClient client = client(group("sk-leakcanary-good"));
        Counted body = new Counted();
        for (int i = 0; i < LOOKED_AT_FIRST; i++) {
            call(client, body);
        }
        int sent = body.sent.get();
        int read = body.read.get();

        for (int i = 0; i < 64; i++) {
            assertThat(call(client, body)).isEqualTo(200);
        }

        assertThat(body.sent.get() - sent).isEqualTo(64);
        assertThat(body.read.get() - read).isLessThanOrEqualTo(64 / 16); // of some calls the model is looked at
    }

    @Test
    void bodyIsWrittenAgainForAnotherKey() throws Exception {
        simulator.setKey(SimulatedKey.invalid("sk-leakcanary-dead"));
        simulator.setKey(SimulatedKey.valid("sk-leakcanary-good"));
        OkHttpClient client = client(group("sk-leakcanary-dead", "sk-leakcanary-good"));
        Counted body = new Counted();

        assertThat(call(client, body)).isEqualTo(200);
        assertThat(call(client, body)).isEqualTo(200);
        assertThat(simulator.calls("sk-leakcanary-dead")).isEqualTo(1);
    }

    /** A file that is gone, say: what the caller would be told without a group. */
    @Test
    void bodyThatCannotBeReadIsTheCallersOwnFailure(@TempDir Path folder) throws Exception {
        simulator.setKey(SimulatedKey.valid("sk-leakcanary-good"));
        Group group = group("sk-leakcanary-good");
        OkHttpClient client = client(group);
        RequestBody gone = RequestBody.create(folder.resolve("gone.json").toFile(), JSON);

        assertThatThrownBy(() -> call(client, gone)).isInstanceOf(FileNotFoundException.class);

        assertThat(group.explain(null).keys()).allSatisfy(key -> {
            assertThat(key.state()).isEqualTo(Explanation.State.READY);
            assertThat(key.inFlight()).isZero();
        });
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> call(client, gone)).isInstanceOf(FileNotFoundException.class);
        }
        assertThat(group.upstreams()).extracting(Explanation.Upstream::state).containsOnly("closed");
        assertThat(call(client, new Counted())).isEqualTo(200);
    }

    /** OkHttp would send nothing the second time. */
    @Test
    void bodyThatIsUsedUpWithoutSayingSoIsSentOnce() throws Exception {
        simulator.setKey(SimulatedKey.invalid("sk-leakcanary-dead"));
        simulator.setKey(SimulatedKey.valid("sk-leakcanary-good"));
        Group group = group("sk-leakcanary-dead", "sk-leakcanary-good");

        assertThat(call(client(group), new UsedUp())).isEqualTo(401);

        assertThat(simulator.calls("sk-leakcanary-dead")).isEqualTo(1);
        assertThat(simulator.calls("sk-leakcanary-good")).isZero();
    }

    private abstract static class Hello extends RequestBody {

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return HELLO.length;
        }
    }

    private static final class Counted extends Hello {

        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicInteger read = new AtomicInteger();

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            (sink instanceof Buffer ? read : sent).incrementAndGet();
            sink.write(HELLO);
        }
    }

    private static final class UsedUp extends Hello {

        private final InputStream stream = new ByteArrayInputStream(HELLO);

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            try (Source source = Okio.source(stream)) {
                sink.writeAll(source);
            }
        }
    }
}
