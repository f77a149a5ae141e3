package io.gptload.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.http.okhttp.GptLoadInterceptor;
import io.gptload.client.wire.Channel;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.http.Body;
import retrofit2.http.POST;
import retrofit2.http.Streaming;

/** Retrofit over an OkHttp client with the interceptor. */
@Timeout(60)
class RetrofitTest {

    /** Somebody's own interface of OpenAI. */
    interface OpenAi {

        @POST("v1/chat/completions")
        Call<ResponseBody> chat(@Body RequestBody json);

        @POST("v1/chat/completions")
        CompletableFuture<ResponseBody> chatAsync(@Body RequestBody json);

        @Streaming
        @POST("v1/chat/completions")
        Call<ResponseBody> stream(@Body RequestBody json);
    }

    private final SdkFixture fixture = new SdkFixture(Channel.OPENAI);
    private final OpenAi openAi = new Retrofit.Builder()
            .baseUrl("http://anywhere.invalid/")
            .client(new OkHttpClient.Builder()
                    .addInterceptor(GptLoadInterceptor.of(fixture.group))
                    .build())
            .build()
            .create(OpenAi.class);

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static RequestBody json(boolean stream) {
        return RequestBody.create(
                "{\"model\":\"m-1\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                MediaType.get("application/json"));
    }

    private static String text(Response<ResponseBody> response) throws IOException {
        try (ResponseBody body = response.body()) {
            assertThat(body).isNotNull();
            return body.string();
        }
    }

    @Test
    void chats() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(text(openAi.chat(json(false)).execute())).contains("Hello from m-1");
        }
        fixture.assertServed(4);
    }

    @Test
    void chatsWithoutBlocking() throws Exception {
        assertThat(openAi.chatAsync(json(false)).get(20, TimeUnit.SECONDS).string())
                .contains("Hello from m-1");
        fixture.assertServed(1);
    }

    @Test
    void streams() throws Exception {
        assertThat(text(openAi.stream(json(true)).execute())).contains("Hello").contains("data: [DONE]");
        fixture.assertServed(1);
    }

    @Test
    void cancellingACallCancelsTheUpstream() throws Exception {
        fixture.streamSlowly();
        Call<ResponseBody> call = openAi.stream(json(true));
        try (ResponseBody body = call.execute().body()) {
            assertThat(body).isNotNull();
            assertThat(body.source().readUtf8Line()).startsWith("data:");
            call.cancel();
        }
        fixture.assertUpstreamLeft();
    }

    @Test
    void aFailureIsAnAnswerAndNotAnException() throws Exception {
        fixture.failForEver();
        Response<ResponseBody> response = openAi.chat(json(false)).execute();
        assertThat(response.code()).isEqualTo(503);
        assertThat(fixture.simulator.calls()).isEqualTo(SdkFixture.FAILING_CALL);

        fixture.simulator.recover();
        fixture.simulator.resetCounters();
        fixture.limitAllKeys();
        assertThat(openAi.chat(json(false)).execute().code()).isEqualTo(429);
        assertThat(fixture.simulator.calls()).isEqualTo(SdkFixture.LIMITED_CALL);
    }
}
