package io.gptload.samples.migration.before;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.time.Duration;
import java.util.stream.Collectors;

/** Answers questions of customers. */
public final class SupportBot implements AutoCloseable {

    private final OpenAIClient client;

    /** What {@code OPENAI_BASE_URL} and {@code OPENAI_API_KEY} hold. */
    public SupportBot(String url, String key) {
        client = OpenAIOkHttpClient.builder()
                .baseUrl(url + "/v1")
                .apiKey(key)
                .timeout(Duration.ofMinutes(5))
                .maxRetries(1)
                .build();
    }

    /** The answer to a question. */
    public String answer(String question) {
        return client.chat().completions().create(params(question)).choices().stream()
                .flatMap(choice -> choice.message().content().stream())
                .collect(Collectors.joining());
    }

    private static ChatCompletionCreateParams params(String question) {
        return ChatCompletionCreateParams.builder()
                .model("gpt-mini")
                .addSystemMessage("You help customers of a bicycle shop.")
                .addUserMessage(question)
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
