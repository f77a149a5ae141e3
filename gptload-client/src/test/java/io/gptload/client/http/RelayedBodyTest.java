package io.gptload.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.http.jdk.GptLoadHttpClient;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import io.gptload.client.policy.Category;
import io.gptload.client.session.AttemptReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a response is over for the group, and how: that of a caller that stops where others read on. */
class RelayedBodyTest {

    private static final String URL = "http://anywhere.invalid/v1/chat/completions";
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String HELLO_STREAM = HELLO.replaceFirst("\\{", "{\"stream\":true,");
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}";

    private static final String HEAD = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/event-stream\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String FIRST = chunk("data: {\"choices\":[{\"delta\":{\"content\":\"first\"}}]}\n\n");
    private static final String TOKENS = chunk("data: {\"choices\":[]," + USAGE + "}\n\n");
    private static final String DONE = chunk("data: [DONE]\n\n");
    private static final String END = "0\r\n\r\n";

    private static final int ROUNDS = 20; // which thread is ahead differs from call to call

    private final RelayedAttempts relayed = new RelayedAttempts();
    private @Nullable RawUpstream upstream;

    @AfterEach
    void stop() {
        if (upstream != null) {
            upstream.close();
        }
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII)); // at once
    }

    private Group group(RawUpstream.Behaviour behaviour) {
        RawUpstream behaving = new RawUpstream(behaviour);
        upstream = behaving;
        return GptLoad.builder()
                .logStateChanges(false)
                .recorder(relayed)
                .group("g", g -> g.upstream(behaving.baseUrl()).keys("sk-leakcanary-good"))
                .build()
                .group("g");
    }

    private static Response okHttp(Group group, String body) throws IOException {
        return new OkHttpClient.Builder()
                .addInterceptor(GptLoadInterceptor.of(group))
                .build()
                .newCall(new Request.Builder()
                        .url(URL)
                        .post(RequestBody.create(body, MediaType.get("application/json")))
                        .build())
                .execute();
    }

    private static <T> T jdk(Group group, BodyHandler<T> handler) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(URL))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(HELLO_STREAM))
                .build();
        return GptLoadHttpClient.builder(group).build().send(request, handler).body();
    }

    /** Reads a stream until it meets a text, and closes it. */
    private enum Reader {
        OKHTTP {
            @Override
            void read(Group group, String until, Runnable beforeItCloses) throws IOException {
                try (Response response = okHttp(group, HELLO_STREAM)) {
                    skipTo(until, response.body().byteStream());
                    beforeItCloses.run();
                }
            }
        },
        JDK_INPUT_STREAM {
            @Override
            void read(Group group, String until, Runnable beforeItCloses) throws Exception {
                try (InputStream body = jdk(group, BodyHandlers.ofInputStream())) {
                    skipTo(until, body);
                    beforeItCloses.run();
                }
            }
        },
        JDK_LINES {
            @Override
            void read(Group group, String until, Runnable beforeItCloses) throws Exception {
                try (Stream<String> lines = jdk(group, BodyHandlers.ofLines())) {
                    Iterator<String> each = lines.iterator();
                    while (!each.next().contains(until)) {}
                    beforeItCloses.run();
                }
            }
        },
        JDK_SUBSCRIBER {
            @Override
            void read(Group group, String until, Runnable beforeItCloses) throws Exception {
                jdk(group, info -> new Cancelling(until, beforeItCloses));
            }
        };

        abstract void read(Group group, String until, Runnable beforeItCloses) throws Exception;

        static void skipTo(String until, InputStream body) throws IOException {
            BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            while (!lines.readLine().contains(until)) {}
        }
    }

    /** Asks for one part after the other, and cancels when it was given the text. */
    private static final class Cancelling implements BodySubscriber<Void> {

        private final String until;
        private final Runnable beforeItCancels;
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;

        Cancelling(String until, Runnable beforeItCancels) {
            this.until = until;
            this.beforeItCancels = beforeItCancels;
        }

        @Override
        public CompletionStage<Void> getBody() {
            return over;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> part) {
            boolean met = part.stream()
                    .anyMatch(buffer ->
                            StandardCharsets.US_ASCII.decode(buffer).toString().contains(until));
            if (met) {
                beforeItCancels.run();
                subscription.cancel();
                over.complete(null);
            } else {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable error) {
            over.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            over.complete(null);
        }
    }

    private AttemptReport report(int number) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> relayed.reports().size() >= number);
        return relayed.reports().get(number - 1);
    }

    /** The rest is there, but a busy machine may need longer than it is waited for now and then. */
    private void assertWhole(Group group, String until, Reader reader) throws Exception {
        int whole = 0;
        for (int call = 1; call <= ROUNDS; call++) {
            reader.read(group, until, () -> {});
            whole += isWhole(report(call)) ? 1 : 0;
        }
        assertThat(whole).isGreaterThanOrEqualTo(ROUNDS / 2);
    }

    private static boolean isWhole(AttemptReport report) {
        return report.category() == Category.SUCCESS && report.usage() != null;
    }

    /** Parsers stop at the last byte, and a client that has all of an answer may ask for the next at once. */
    @Test
    void bodyOfKnownLengthIsOverWithItsLastByte() throws Exception {
        byte[] answer = ("{\"choices\":[]," + USAGE + "}").getBytes(StandardCharsets.US_ASCII);
        Group group = group(
                (socket, number) -> RawUpstream.answer(socket, "200 OK\r\nContent-Type: application/json", answer));
        try (Response response = okHttp(group, HELLO)) {
            assertThat(response.body().source().readByteArray(answer.length)).isEqualTo(answer);

            assertThat(relayed.reports()).singleElement().matches(RelayedBodyTest::isWhole);
            assertThat(group.explain(null).keys())
                    .extracting(Explanation.Key::inFlight)
                    .containsExactly(0);
        }
        assertThat(relayed.reports()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void streamReadToItsLastEventWasReadWhole(Reader reader) throws Exception {
        Group group = group((socket, number) -> write(socket, HEAD + FIRST + TOKENS + DONE + END));
        assertWhole(group, "[DONE]", reader);
    }

    @ParameterizedTest
    @EnumSource
    void tokensToldAfterTheLastEventThatIsReadCount(Reader reader) throws Exception {
        Group group = group((socket, number) -> write(socket, HEAD + FIRST + TOKENS + DONE + END));
        assertWhole(group, "first", reader);
    }

    /** Of a stream whose beginning came in two parts, the second is there and not asked for. */
    @ParameterizedTest
    @EnumSource
    void tokensToldBeforeTheStreamWasPassedOnCount(Reader reader) throws Exception {
        Group group = group((socket, number) -> {
            write(socket, HEAD + chunk(": hello\n\n"));
            write(socket, FIRST + TOKENS + DONE + END);
        });
        for (int call = 1; call <= ROUNDS; call++) {
            reader.read(group, ": hello", () -> {});
            assertThat(report(call).usage()).as("call %s", call).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void restThatComesSoonIsReadAndCounts(Reader reader) throws Exception {
        List<CountDownLatch> left =
                Stream.generate(() -> new CountDownLatch(1)).limit(ROUNDS).toList();
        Group group = group((socket, number) -> {
            write(socket, HEAD + FIRST);
            assertThat(left.get(number - 1).await(10, TimeUnit.SECONDS)).isTrue();
            write(socket, TOKENS + DONE + END);
        });
        boolean whole = false;
        for (int call = 1; call <= ROUNDS && !whole; call++) { // a busy machine may not be soon enough
            reader.read(group, "first", left.get(call - 1)::countDown);
            whole = isWhole(report(call));
        }
        assertThat(whole).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void streamLeftLongBeforeItsEndIsAbandoned(Reader reader) throws Exception {
        CompletableFuture<Integer> left = new CompletableFuture<>();
        Group group = group((socket, number) -> {
            write(socket, HEAD + FIRST);
            left.complete(readOrFail(socket));
        });
        reader.read(group, "first", () -> {});

        assertThat(report(1).category()).isEqualTo(Category.CANCELLED);
        assertThat(left.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
        assertThat(group.explain(null).keys()).allSatisfy(key -> {
            assertThat(key.inFlight()).isZero();
            assertThat(key.strikes()).isZero();
        });
    }

    @Test
    void streamClosedUnderItsReaderBlamesNobody() throws Exception {
        Group group = group((socket, number) -> {
            write(socket, HEAD + FIRST);
            readOrFail(socket);
        });
        for (int call = 1; call <= ROUNDS; call++) {
            Response response = okHttp(group, HELLO_STREAM);
            CountDownLatch first = new CountDownLatch(1);
            CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
                try {
                    Reader.skipTo("first", response.body().byteStream());
                    first.countDown();
                    response.body().source().readByteArray();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
            response.close();

            assertThat(reading).failsWithin(Duration.ofSeconds(10));
            assertThat(report(call).category()).as("call %s", call).isEqualTo(Category.CANCELLED);
        }
        assertThat(group.explain(null).upstreams().get(0).state()).isEqualTo("closed");
    }

    /** -1 when the other side is gone, whether it said so or not. */
    private static int readOrFail(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException e) {
            return -1;
        }
    }
}
