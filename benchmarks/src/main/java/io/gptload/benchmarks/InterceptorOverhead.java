package io.gptload.benchmarks;

import com.sun.management.ThreadMXBean;
import io.gptload.client.GptLoad;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What a group's interceptor adds to an OkHttp call, in time and garbage of the caller's thread: a chat call with a body of
 * 1 KB, with all that OkHttp does, to an upstream in memory. Four clients take turns several times in a millisecond, so that what
 * disturbs one disturbs all of them: a plain one, one whose interceptor does nothing but make an OkHttp call of its own, one
 * that gives that call another key and the caller back a response to the caller's request, and one with a group. The second
 * and the third are what a group cannot do without. All of it twice: beside a
 * client with the timeouts OkHttp has unless told otherwise, and beside one without any. OkHttp's timers cost more than all the
 * rest; a group's calls do without them.
 */
public final class InterceptorOverhead {

    private static final int ROUNDS = 24_000;
    private static final int WARM_UP = 8_000;
    private static final int CALLS = 20;
    private static final String UPSTREAM = "http://127.0.0.1";
    private static final MediaType JSON = MediaType.get("application/json");
    private static final byte[] CHAT = ("{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\""
                    + "x".repeat(950) + "\"}]}")
            .getBytes(StandardCharsets.UTF_8);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long thread = Thread.currentThread().getId();

    private InterceptorOverhead() {}

    /** Prints medians, and what the tenth of the rounds took that was disturbed least. */
    public static void main(String[] args) throws IOException {
        System.out.println("JDK " + Runtime.version());
        OkHttpClient.Builder client = new OkHttpClient.Builder().socketFactory(new CannedUpstream());
        InterceptorOverhead overhead = new InterceptorOverhead();
        overhead.run("with OkHttp's usual timeouts", client.build());
        client.readTimeout(Duration.ZERO).writeTimeout(Duration.ZERO);
        overhead.run("without timeouts", client.build());
    }

    /** @param plain the client to compare with */
    private void run(String which, OkHttpClient plain) throws IOException {
        OkHttpClient inner =
                plain.newBuilder().connectionPool(new ConnectionPool()).build();
        OkHttpClient nested = plain.newBuilder()
                .addInterceptor(chain -> inner.newCall(chain.request()).execute())
                .build();
        OkHttpClient rekeyed = plain.newBuilder()
                .addInterceptor(chain -> withAnotherKey(inner, chain.request()))
                .build();
        OkHttpClient pooled = new OkHttpClient.Builder()
                .addInterceptor(GptLoadInterceptor.of(
                        GptLoad.builder()
                                .group(
                                        "benchmark",
                                        g -> g.upstream(UPSTREAM)
                                                .keys(IntStream.range(0, 10)
                                                        .mapToObj("sk-benchmark-%08d"::formatted)
                                                        .toArray(String[]::new)))
                                .build()
                                .group("benchmark"),
                        plain))
                .build();
        List<OkHttpClient> clients = List.of(plain, nested, rekeyed, pooled);
        List<List<Cost>> costs = clients.stream()
                .map(client -> (List<Cost>) new ArrayList<Cost>())
                .toList();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < clients.size(); i++) {
                Cost cost = cost(clients.get(i));
                if (round >= WARM_UP) {
                    costs.get(i).add(cost);
                }
            }
        }
        System.out.printf("%n| OkHttp call %s | median ns | undisturbed | B |%n", which);
        System.out.println("|---|--:|--:|--:|");
        print("plain", "%,d", costs.get(0), null);
        print("with an interceptor that makes a call of its own", "%+,d", costs.get(1), costs.get(0));
        print("with one that sets a key in it", "%+,d", costs.get(2), costs.get(0));
        print("with a group's interceptor", "%+,d", costs.get(3), costs.get(0));
    }

    /** @param base what to compare with, round by round, so that what disturbs a round is in both */
    private static void print(String what, String format, List<Cost> costs, @Nullable List<Cost> base) {
        List<Cost> more = base == null
                ? costs
                : IntStream.range(0, costs.size())
                        .mapToObj(i -> costs.get(i).minus(base.get(i)))
                        .toList();
        long nanos = share(2, more.stream().map(Cost::nanos));
        long bytes = share(2, more.stream().map(Cost::bytes));
        long undisturbed = share(10, costs.stream().map(Cost::nanos))
                - (base == null ? 0 : share(10, base.stream().map(Cost::nanos)));
        System.out.printf(
                "| %s | " + format + " | " + format + " | " + format + " |%n", what, nanos, undisturbed, bytes);
    }

    /** What one in so many is not above: 2 for the median, 10 for the rounds that nothing disturbed. */
    private static long share(int oneIn, Stream<Long> values) {
        List<Long> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / oneIn);
    }

    private static Response withAnotherKey(OkHttpClient client, Request request) throws IOException {
        Request sent = request.newBuilder()
                .header("Authorization", "Bearer " + request.method())
                .build();
        return client.newCall(sent)
                .execute()
                .newBuilder()
                .request(request)
                .networkResponse(null)
                .build();
    }

    /** Of one call. */
    private record Cost(long nanos, long bytes) {

        Cost minus(Cost other) {
            return new Cost(nanos - other.nanos, bytes - other.bytes);
        }
    }

    private Cost cost(OkHttpClient client) throws IOException {
        long bytes = threads.getThreadAllocatedBytes(thread);
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            call(client);
        }
        long spent = System.nanoTime() - start;
        return new Cost(spent / CALLS, (threads.getThreadAllocatedBytes(thread) - bytes) / CALLS);
    }

    private static void call(OkHttpClient client) throws IOException {
        Request.Builder request = new Request.Builder().url(UPSTREAM + "/v1/chat/completions");
        HeaderLines.CHAT_REQUEST.forEach(request::header);
        request.post(RequestBody.create(CHAT, JSON));
        try (Response response = client.newCall(request.build()).execute()) {
            if (response.code() != 200 || response.body().bytes().length == 0) {
                throw new IOException("No answer: " + response.code());
            }
        }
    }
}
