package io.gptload.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gemini's generateContent, plain and streamed. */
final class GeminiReply {
    private GeminiReply() {}

    static Object json(Reply reply) {
        return part(reply, reply.text(), true);
    }

    static List<String> events(Reply reply) {
        return parts(reply).stream().map(Sse::data).toList();
    }

    /** Without {@code alt=sse} a stream is one JSON array, sent element by element. */
    static List<String> arrayPieces(Reply reply) {
        List<String> pieces = new ArrayList<>();
        for (Object part : parts(reply)) {
            pieces.add((pieces.isEmpty() ? "[" : "\n,\r\n") + Json.text(part));
        }
        pieces.add("\n]\n");
        return pieces;
    }

    private static List<Object> parts(Reply reply) {
        List<Object> parts = new ArrayList<>();
        List<String> pieces = reply.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            parts.add(part(reply, pieces.get(i), i == pieces.size() - 1));
        }
        return parts;
    }

    private static Object part(Reply reply, String text, boolean last) {
        Object content = Json.object("parts", List.of(Json.object("text", text)), "role", "model");
        Map<String, @Nullable Object> candidate = Json.object("content", content);
        if (last) {
            candidate.put("finishReason", "STOP");
        }
        candidate.put("index", 0);
        Map<String, @Nullable Object> usage = Json.object("promptTokenCount", reply.inputTokens());
        if (last) {
            usage.put("candidatesTokenCount", reply.outputTokens());
        }
        usage.put("totalTokenCount", last ? reply.totalTokens() : reply.inputTokens());
        return Json.object(
                "candidates",
                List.of(candidate),
                "usageMetadata",
                usage,
                "modelVersion",
                reply.model(),
                "responseId",
                reply.id());
    }
}
