package io.gptload.benchmarks;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A chat call with a body of 1 KB through an OkHttp client whose last interceptor answers at once, with and without the group's
 * interceptor before it. The difference is what an application pays.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class InterceptorOverheadBenchmark {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final byte[] CHAT = ("{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\""
                    + "x".repeat(950) + "\"}]}")
            .getBytes(StandardCharsets.UTF_8);

    /** How many keys the group has. */
    @Param({"10", "100000"})
    int keys;

    private @Nullable OkHttpClient plain;
    private @Nullable OkHttpClient pooled;

    /** Makes both clients. */
    @Setup
    public void define() {
        Group group = GptLoad.builder()
                .group(
                        "benchmark",
                        g -> g.upstream("https://api.openai.com")
                                .keys(IntStream.range(0, keys)
                                        .mapToObj("sk-benchmark-%08d"::formatted)
                                        .toArray(String[]::new)))
                .build()
                .group("benchmark");
        plain = new OkHttpClient.Builder()
                .addInterceptor(InterceptorOverheadBenchmark::answer)
                .build();
        pooled = new OkHttpClient.Builder()
                .addInterceptor(GptLoadInterceptor.of(group))
                .addInterceptor(InterceptorOverheadBenchmark::answer)
                .build();
    }

    private static Response answer(Interceptor.Chain chain) {
        return new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .header("Content-Type", "application/json")
                .body(ResponseBody.create(CHAT, JSON))
                .build();
    }

    /** Without a group. */
    @Benchmark
    public byte[] plain() throws IOException {
        return call(Objects.requireNonNull(plain));
    }

    /** Through the group. */
    @Benchmark
    public byte[] pooled() throws IOException {
        return call(Objects.requireNonNull(pooled));
    }

    private static byte[] call(OkHttpClient client) throws IOException {
        Request request = new Request.Builder()
                .url("https://api.openai.com/v1/chat/completions")
                .header("Authorization", "Bearer " + GptLoad.PLACEHOLDER_KEY)
                .post(RequestBody.create(CHAT, JSON))
                .build();
        try (Response response = client.newCall(request).execute()) {
            return response.body().bytes();
        }
    }
}
