package io.gptload.samples.quickstart;

import static io.gptload.simulator.SimulatedKey.invalid;
import static io.gptload.simulator.SimulatedKey.limited;
import static io.gptload.simulator.SimulatedKey.outOfQuota;
import static io.gptload.simulator.SimulatedKey.suspended;
import static io.gptload.simulator.SimulatedKey.valid;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.gptload.client.GptLoad;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import io.gptload.client.http.okhttp.GroupClient;
import io.gptload.client.wire.Channel;
import io.gptload.simulator.Fault;
import java.io.PrintStream;
import java.time.Duration;
import java.util.stream.Collectors;

/** Three providers, keys of every kind, an outage and a storm of rate limits; and every call succeeds. */
public final class QuickStart implements AutoCloseable {

    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    private final SimulatedProvider openAi = new SimulatedProvider(
            valid("sk-leakcanary-openai-good"),
            invalid("sk-leakcanary-openai-dead"),
            suspended("sk-leakcanary-openai-susp"),
            limited("sk-leakcanary-openai-lim1", 1, TWO_SECONDS),
            outOfQuota("sk-leakcanary-openai-poor"));
    private final SimulatedProvider anthropic = new SimulatedProvider(
            invalid("sk-ant-leakcanary-dead"), valid("sk-ant-leakcanary-good"), outOfQuota("sk-ant-leakcanary-poor"));
    private final SimulatedProvider gemini = new SimulatedProvider(
            outOfQuota("AIza-leakcanary-poor"),
            limited("AIza-leakcanary-lim1", 1, TWO_SECONDS),
            limited("AIza-leakcanary-lim2", 2, TWO_SECONDS));

    private final Transcript transcript;
    private final GptLoad gptLoad;
    private final OpenAIClient openAiSdk;
    private final GroupClient anthropicClient;
    private final GroupClient geminiClient;

    private QuickStart(PrintStream out) {
        transcript = new Transcript(out);

        // One group of keys for each provider.
        gptLoad = GptLoad.builder()
                .group("openai", g -> g.upstream(openAi.url()).keys(openAi.keys()))
                .group(
                        "anthropic",
                        g -> g.channel(Channel.ANTHROPIC)
                                .upstream(anthropic.url())
                                .keys(anthropic.keys()))
                .group(
                        "gemini",
                        g -> g.channel(Channel.GEMINI)
                                .upstream(gemini.url())
                                .keys(gemini.keys())
                                .settings(GroupSettings.builder().maxWait(Duration.ofSeconds(5))))
                .listener(transcript)
                .build();

        // An SDK gets an interceptor and stays as it is; without an SDK there is a small client.
        openAiSdk = OpenAIOkHttpClient.builder()
                .apiKey(GptLoad.PLACEHOLDER_KEY)
                .addInterceptor(GptLoadInterceptor.of(gptLoad.group("openai")))
                .build();
        anthropicClient = GroupClient.of(gptLoad.group("anthropic"));
        geminiClient = GroupClient.of(gptLoad.group("gemini"));
    }

    /** Runs the sample; the exit status says whether every call succeeded. */
    public static void main(String... args) {
        if (!run(System.out)) {
            System.exit(1);
        }
    }

    /** Runs the sample, and returns whether every call succeeded. */
    static boolean run(PrintStream out) {
        try (QuickStart quickStart = new QuickStart(out)) {
            return quickStart.play();
        }
    }

    private boolean play() {
        transcript.begin();

        transcript.chapter("Keys of every kind: good, dead, suspended, out of quota, limited");
        transcript.call("openai", this::chat);
        transcript.call("openai", this::chat);
        transcript.call("openai", this::chat);
        transcript.call("openai", this::chatStreaming);
        transcript.call("anthropic", this::messages);
        transcript.call("gemini", this::generateContent);

        transcript.chapter("An outage: Anthropic answers the next two requests with 503");
        anthropic.simulator().fail(Fault.status(503).times(2));
        transcript.call("anthropic", this::messages);
        transcript.call("anthropic", this::messages);

        transcript.chapter("A storm of rate limits: of the Gemini keys only two work, for a request or two in 2 s");
        for (int i = 0; i < 4; i++) {
            transcript.call("gemini", this::generateContent);
        }

        transcript.summary(openAi.requests() + anthropic.requests() + gemini.requests());
        transcript.keys(gptLoad.group("openai").explain("gpt-mini"));
        transcript.keys(gptLoad.group("anthropic").explain("claude-mini"));
        transcript.keys(gptLoad.group("gemini").explain("gemini-mini"));
        return transcript.end();
    }

    private String chat() {
        return openAiSdk.chat().completions().create(hello()).choices().stream()
                .flatMap(choice -> choice.message().content().stream())
                .collect(Collectors.joining());
    }

    private String chatStreaming() {
        try (var response = openAiSdk.chat().completions().createStreaming(hello())) {
            return response.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());
        }
    }

    private static ChatCompletionCreateParams hello() {
        return ChatCompletionCreateParams.builder()
                .model("gpt-mini")
                .addUserMessage("Hello!")
                .build();
    }

    private String messages() throws Exception {
        return Json.text(anthropicClient.post("/v1/messages", """
                        {"model": "claude-mini", "max_tokens": 100,
                         "messages": [{"role": "user", "content": "Hello!"}]}"""), "/content/0/text");
    }

    private String generateContent() throws Exception {
        return Json.text(
                geminiClient.post("/v1beta/models/gemini-mini:generateContent", """
                        {"contents": [{"parts": [{"text": "Hello!"}]}]}"""),
                "/candidates/0/content/parts/0/text");
    }

    @Override
    public void close() {
        openAiSdk.close();
        openAi.close();
        anthropic.close();
        gemini.close();
    }
}
