package io.gptload.client.rewrite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.wire.Channel;
import io.gptload.client.wire.HeaderView;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams and replays. */
class RequestKindTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "OPENAI, /v1/c, , , , false",
                "OPENAI, /v1/c, , text/event-stream, , true",
                "OPENAI, /v1/c, , application/json; Text/Event-Stream;q=0.5, , true",
                "OPENAI, /v1/c, , application/json, , false",
                "OPENAI, /v1/c, a=1&stream=true, , , true",
                "OPENAI, /v1/c, stream=True, , , false",
                "OPENAI, /v1/c, xstream=true, , , false",
                "OPENAI, /v1/c, stream=true1, , , false",
                "OPENAI, /v1/c, , , {\"stream\":true}, true",
                "OPENAI_RESPONSE, /v1/c, , , {\"Stream\":true}, true",
                "ANTHROPIC, /v1/c, , , {\"stream\":false}, false",
                "ANTHROPIC, /v1/c, alt=sse, , , false",
                "OPENAI, /v1/m:streamGenerateContent, , , , false",
                "GEMINI, /v1beta/models/m:streamGenerateContent, , , , true",
                "GEMINI, /v1beta/models/m%3AstreamGenerateContent, , , , true",
                "GEMINI, /v1beta/models/m:generateContent, , , , false",
                "GEMINI, /v1beta/models/m:generateContent, alt=sse, , , true",
                "GEMINI, /v1beta/openai/chat/completions, , , {\"stream\":true}, true",
            })
    void detectsStreams(
            Channel channel,
            String path,
            @Nullable String query,
            @Nullable String accept,
            @Nullable String body,
            boolean expected) {
        HeaderView headers = accept == null ? HeaderView.EMPTY : HeaderView.of(Map.of("accept", accept));
        BodyFacts facts = body == null ? BodyFacts.NONE : BodyFacts.of(body.getBytes(UTF_8));
        assertThat(StreamDetector.isStream(channel, path, query, headers, facts))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/files/x, SAFE",
        "HEAD, /x, SAFE",
        "OPTIONS, /x, SAFE",
        "get, /x, ONLY_IF_REFUSED",
        "POST, /v1/chat/completions, SAFE",
        "POST, /v1/chat/completions/, SAFE",
        "POST, /openai/deployments/d/chat/completions, SAFE",
        "POST, /v1/completions, SAFE",
        "POST, /v1/responses, SAFE",
        "POST, /v1/responses/r_1/cancel, ONLY_IF_REFUSED",
        "POST, /v1/messages, SAFE",
        "POST, /v1/messages/count_tokens, SAFE",
        "POST, /v1/messages/batches, ONLY_IF_REFUSED",
        "POST, /v1/threads/t_1/messages, ONLY_IF_REFUSED",
        "POST, /v1/embeddings, SAFE",
        "POST, /v1/moderations, SAFE",
        "POST, /v2/rerank, SAFE",
        "POST, /v1beta/models/m:generateContent, SAFE",
        "POST, /v1beta/models/m%3AgenerateContent, SAFE",
        "POST, /v1beta/tunedModels/m:generateContent, SAFE",
        "POST, /v1beta/models/m:streamGenerateContent, SAFE",
        "POST, /v1beta/models/m:countTokens, SAFE",
        "POST, /v1beta/models/m:embedContent, SAFE",
        "POST, /v1beta/models/m:batchEmbedContents, SAFE",
        "POST, /v1beta/models/m:batchGenerateContent, ONLY_IF_REFUSED",
        "POST, /v1beta/models/generateContent, ONLY_IF_REFUSED",
        "POST, /v1beta/cachedContents, ONLY_IF_REFUSED",
        "POST, /v1/files, ONLY_IF_REFUSED",
        "POST, /v1/batches, ONLY_IF_REFUSED",
        "POST, /v1/images/generations, ONLY_IF_REFUSED",
        "POST, /v1/audio/speech, ONLY_IF_REFUSED",
        "POST, /, ONLY_IF_REFUSED",
        "PUT, /v1/chat/completions, ONLY_IF_REFUSED",
        "DELETE, /v1/files/x, ONLY_IF_REFUSED",
        "PATCH, /v1beta/cachedContents/x, ONLY_IF_REFUSED",
    })
    void classifiesReplays(String method, String path, ReplaySafety expected) {
        assertThat(ReplaySafety.of(method, path)).isEqualTo(expected);
    }
}
