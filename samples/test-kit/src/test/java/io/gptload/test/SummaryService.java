package io.gptload.test;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import java.util.stream.Collectors;

/** Somebody's code that is to be tested: it knows an SDK, and what to say when nothing goes. */
final class SummaryService implements AutoCloseable {

    private final OpenAIClient client;

    SummaryService(Group group) {
        client = OpenAIOkHttpClient.builder()
                .apiKey(GptLoad.PLACEHOLDER_KEY)
                .addInterceptor(GptLoadInterceptor.of(group))
                .build();
    }

    String summary(String text) {
        try {
            return client.chat().completions().create(question(text)).choices().stream()
                    .flatMap(choice -> choice.message().content().stream())
                    .collect(Collectors.joining());
        } catch (RateLimitException e) {
            return "Try again later.";
        }
    }

    String summaryInPieces(String text) {
        try (var answer = client.chat().completions().createStreaming(question(text))) {
            return answer.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());
        }
    }

    private static ChatCompletionCreateParams question(String text) {
        return ChatCompletionCreateParams.builder()
                .model("gpt-mini")
                .addUserMessage("Summarise: " + text)
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
