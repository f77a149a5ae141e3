package io.gptload.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers admitted requests in the shape their protocol asks for. */
final class Replies {
    private final List<String> models;

    Replies(List<String> models) {
        this.models = models;
    }

    SimulatedResponse answer(Exchange exchange, HeaderMap extraHeaders, TokenEstimate tokens, Duration chunkDelay) {
        Reply reply = Reply.to(exchange.id(), exchange.at(), exchange.model(), tokens);
        List<String> stream = stream(exchange, reply);
        boolean array = exchange.protocol() == SimulatedProtocol.GEMINI_STREAM && !wantsSse(exchange);
        HeaderMap headers = exchange.headers(stream == null || array ? "application/json" : "text/event-stream")
                .addAll(extraHeaders);
        if (stream == null) {
            return Exchange.whole(200, headers, Json.bytes(json(exchange, reply)));
        }
        headers.add("cache-control", "no-cache");
        return Exchange.whole(200, headers, new byte[0])
                .withChunks(chunks(stream, chunkDelay), SimulatedResponse.Ending.COMPLETE);
    }

    private @Nullable List<String> stream(Exchange exchange, Reply reply) {
        if (!exchange.body().stream()) {
            return null;
        }
        return switch (exchange.protocol()) {
            case OPENAI_CHAT -> OpenAiChatReply.events(reply, exchange.body().includeUsage());
            case OPENAI_RESPONSES -> OpenAiResponsesReply.events(reply);
            case ANTHROPIC_MESSAGES -> AnthropicReply.events(reply);
            case GEMINI_STREAM -> wantsSse(exchange) ? GeminiReply.events(reply) : GeminiReply.arrayPieces(reply);
            default -> null;
        };
    }

    private Object json(Exchange exchange, Reply reply) {
        return switch (exchange.protocol()) {
            case OPENAI_RESPONSES -> OpenAiResponsesReply.json(reply);
            case OPENAI_EMBEDDINGS ->
                OpenAiEmbeddingsReply.json(reply, exchange.request().body());
            case ANTHROPIC_MESSAGES -> AnthropicReply.json(reply);
            case GEMINI_GENERATE, GEMINI_STREAM -> GeminiReply.json(reply);
            case OPENAI_MODELS, ANTHROPIC_MODELS, GEMINI_MODELS ->
                ModelReply.json(exchange.protocol(), models, exchange.route().pathModel());
            default -> OpenAiChatReply.json(reply);
        };
    }

    private static boolean wantsSse(Exchange exchange) {
        return "sse".equals(Credentials.queryParameter(exchange.request().rawQuery(), "alt"));
    }

    private static List<SimulatedResponse.Chunk> chunks(List<String> pieces, Duration chunkDelay) {
        List<SimulatedResponse.Chunk> chunks = new ArrayList<>();
        for (String piece : pieces) {
            Duration delay = chunks.isEmpty() ? Duration.ZERO : chunkDelay;
            chunks.add(new SimulatedResponse.Chunk(piece.getBytes(StandardCharsets.UTF_8), delay));
        }
        return chunks;
    }
}
