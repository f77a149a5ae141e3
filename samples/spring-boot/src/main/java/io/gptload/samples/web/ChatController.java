package io.gptload.samples.web;

import com.openai.client.OpenAIClient;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A question, answered at once or piece by piece. */
@RestController
class ChatController {

    private static final long MINUTES = 60_000;

    private final RestClient rest;
    private final OpenAIClient sdk;

    ChatController(RestClient rest, OpenAIClient sdk) {
        this.rest = rest;
        this.sdk = sdk;
    }

    /** The provider's answer as it is. */
    @GetMapping(path = "/ask", produces = MediaType.APPLICATION_JSON_VALUE)
    String ask(@RequestParam String question) {
        return rest.post()
                .uri("/v1/chat/completions")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("model", "gpt-mini", "messages", List.of(Map.of("role", "user", "content", question))))
                .retrieve()
                .requiredBody(String.class);
    }

    /** One event for each piece of the answer. A browser that goes away ends the provider's stream too. */
    @GetMapping("/stream")
    SseEmitter stream(@RequestParam String question) {
        AsyncStreamResponse<ChatCompletionChunk> chunks = sdk.async()
                .chat()
                .completions()
                .createStreaming(ChatCompletionCreateParams.builder()
                        .model("gpt-mini")
                        .addUserMessage(question)
                        .build());
        SseEmitter events = new SseEmitter(5 * MINUTES);
        events.onTimeout(chunks::close);
        events.onError(gone -> chunks.close());
        chunks.subscribe(new AsyncStreamResponse.Handler<>() {
            @Override
            public void onNext(ChatCompletionChunk chunk) {
                chunk.choices().forEach(choice -> choice.delta().content().ifPresent(text -> send(events, text)));
            }

            @Override
            public void onComplete(Optional<Throwable> failure) {
                failure.ifPresentOrElse(events::completeWithError, events::complete);
            }
        });
        return events;
    }

    private static void send(SseEmitter events, String text) {
        try {
            events.send(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // ends the subscription
        }
    }
}
