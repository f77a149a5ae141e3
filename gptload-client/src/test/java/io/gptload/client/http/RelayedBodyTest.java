package io.gptload.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import io.gptload.client.policy.Category;
import io.gptload.client.session.Answer;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.session.CallObserver;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** When a response is over for the group. */
class RelayedBodyTest {

    private final List<AttemptReport> reports = new CopyOnWriteArrayList<>();

    /** Parsers stop at the last byte, and a client that has all of an answer may ask for the next at once. */
    @Test
    void bodyOfKnownLengthIsOverWithItsLastByte() throws Exception {
        ProviderSimulator simulator = ProviderSimulator.builder().build();
        simulator.setKey(SimulatedKey.valid("sk-leakcanary-good"));
        try (SimulatorServer server = SimulatorServer.start(simulator)) {
            Group group = groupAt(server);
            OkHttpClient client = new OkHttpClient.Builder()
                    .addInterceptor(GptLoadInterceptor.of(group))
                    .build();
            Request request = new Request.Builder()
                    .url("http://anywhere.invalid/v1/chat/completions")
                    .post(RequestBody.create(
                            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                            MediaType.get("application/json")))
                    .build();
            try (Response response = client.newCall(request).execute()) {
                long length = response.body().contentLength();
                assertThat(length).isPositive();
                assertThat(response.body().source().readByteArray(length)).hasSize((int) length);

                assertThat(reports).singleElement().satisfies(report -> {
                    assertThat(report.sequel()).isEqualTo(AttemptReport.Sequel.RELAYED);
                    assertThat(report.category()).isEqualTo(Category.SUCCESS);
                    assertThat(report.usage()).isNotNull();
                });
                assertThat(group.explain(null).keys())
                        .extracting(Explanation.Key::inFlight)
                        .containsExactly(0);
            }
            assertThat(reports).hasSize(1);
        }
    }

    private Group groupAt(SimulatorServer server) {
        CallObserver observer = new CallObserver() {
            @Override
            public void onAttempt(AttemptReport report) {
                reports.add(report);
            }

            @Override
            public void onAnswer(Answer answer, Category category) {}

            @Override
            public void onCancelled() {}
        };
        return GptLoad.builder()
                .logStateChanges(false)
                .recorder((name, request) -> observer)
                .group("g", g -> g.upstream(server.baseUrl()).keys("sk-leakcanary-good"))
                .build()
                .group("g");
    }
}
