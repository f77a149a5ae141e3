package io.gptload.benchmarks;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.config.KeyConfig;
import io.gptload.client.config.ModelRedirects;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Step;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.infra.Blackhole;

/** What the engine adds to a chat call with a body of 1 KB: everything but the network. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CallOverheadBenchmark {

    private static final String MODEL = "gpt-4o-mini";
    private static final byte[] CHAT = chatBody(1024);
    private static final byte[] REFUSAL =
            "{\"error\":{\"message\":\"Unauthorized\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}"
                    .getBytes(StandardCharsets.UTF_8);

    /** What the group does with the model a request names. */
    public enum Model {
        /** Nothing. */
        IGNORED,
        /** Looks at it: there is a redirect, but for another model. */
        READ,
        /** Replaces it in the body. */
        REDIRECTED
    }

    /** Who listens to events. */
    public enum Events {
        /** Nobody. */
        OFF,
        /** The log of state changes, which is the default. */
        LOG,
        /** The log and a listener. */
        LISTENER
    }

    /** How many keys the group has. */
    @Param({"10", "100000"})
    int keys;

    /** What it does with the model. */
    @Param
    Model model = Model.IGNORED;

    /** Who listens. */
    @Param
    Events events = Events.OFF;

    private @Nullable Group group;

    /** The latest event, so that building it is not optimised away. */
    volatile @Nullable GptLoadEvent latest;

    /** Defines the group. */
    @Setup
    public void define() {
        GroupConfig.Builder config = GroupConfig.named("benchmark")
                .upstream("https://api.openai.com")
                .keys(IntStream.range(0, keys)
                        .mapToObj(i -> KeyConfig.of("sk-benchmark-%08d".formatted(i)))
                        .toList())
                .settings(GroupSettings.builder().blacklistThreshold(0));
        switch (model) {
            case READ -> config.modelRedirects(ModelRedirects.of(Map.of("other", MODEL), false));
            case REDIRECTED -> config.modelRedirects(ModelRedirects.of(Map.of(MODEL, "gpt-4.1-nano"), false));
            default -> {}
        }
        GptLoad.Builder gptLoad = GptLoad.builder().logStateChanges(events != Events.OFF);
        if (events == Events.LISTENER) {
            gptLoad.listener(event -> latest = event);
        }
        group = gptLoad.group(config.build()).build().group("benchmark");
    }

    /** A call that succeeds, driven with all that an HTTP adapter asks for. */
    @Benchmark
    public Step call(Blackhole sink) {
        Attempt attempt = send(begin(), sink);
        sink.consume(attempt.timeouts());
        sink.consume(attempt.deadline());
        return relayed(attempt);
    }

    /** A call whose first key is refused and whose second key serves it. */
    @Benchmark
    public Step failover(Blackhole sink) {
        Attempt refused = send(begin(), sink);
        sink.consume(refused.timeouts());
        sink.consume(refused.deadline());
        sink.consume(refused.onResponse(401, HeaderLines.REFUSAL));
        sink.consume(refused.onBody(REFUSAL, 0, REFUSAL.length));
        Attempt second = send(refused.onBodyEnd(), sink);
        sink.consume(second.timeouts());
        sink.consume(second.deadline());
        return relayed(second);
    }

    private Step begin() {
        CallRequest request = CallRequest.of("POST", "/v1/chat/completions")
                .headers(HeaderLines.CHAT_REQUEST)
                .body(CHAT)
                .build();
        return Objects.requireNonNull(group).newSession(request).begin();
    }

    private static Attempt send(Step step, Blackhole sink) {
        Attempt attempt = ((Step.Send) step).attempt();
        sink.consume(attempt.url());
        sink.consume(attempt.body());
        attempt.headers().forEachSet((name, value) -> sink.consume(value));
        return attempt;
    }

    private static Step relayed(Attempt attempt) {
        Step step = attempt.onResponse(200, HeaderLines.CHAT_RESPONSE);
        attempt.onEnd();
        return step;
    }

    private static byte[] chatBody(int length) {
        String start = "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"";
        String end = "\"}],\"temperature\":0.7,\"stream\":false}";
        String words = "Tell me something about key pools. ".repeat(length);
        return (start + words.substring(0, length - start.length() - end.length()) + end)
                .getBytes(StandardCharsets.UTF_8);
    }
}
