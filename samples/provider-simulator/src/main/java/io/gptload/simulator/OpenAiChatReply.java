package io.gptload.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chat completions. */
final class OpenAiChatReply {
    private OpenAiChatReply() {}

    static Object json(Reply reply) {
        Object message =
                Json.object("role", "assistant", "content", reply.text(), "refusal", null, "annotations", List.of());
        Object choice = Json.object("index", 0, "message", message, "logprobs", null, "finish_reason", "stop");
        Map<String, @Nullable Object> json = head(reply, "chat.completion");
        json.put("choices", List.of(choice));
        json.put("usage", usage(reply));
        json.put("service_tier", "default");
        return json;
    }

    static List<String> events(Reply reply, boolean includeUsage) {
        List<String> events = new ArrayList<>();
        events.add(chunk(reply, Json.object("role", "assistant", "content", "", "refusal", null), null, includeUsage));
        for (String piece : reply.pieces()) {
            events.add(chunk(reply, Json.object("content", piece), null, includeUsage));
        }
        events.add(chunk(reply, Json.object(), "stop", includeUsage));
        if (includeUsage) {
            Map<String, @Nullable Object> last = head(reply, "chat.completion.chunk");
            last.put("choices", List.of());
            last.put("usage", usage(reply));
            events.add(Sse.data(last));
        }
        events.add("data: [DONE]\n\n");
        return events;
    }

    private static String chunk(Reply reply, Object delta, @Nullable String finishReason, boolean includeUsage) {
        Map<String, @Nullable Object> json = head(reply, "chat.completion.chunk");
        json.put(
                "choices",
                List.of(Json.object("index", 0, "delta", delta, "logprobs", null, "finish_reason", finishReason)));
        if (includeUsage) {
            json.put("usage", null);
        }
        return Sse.data(json);
    }

    private static Map<String, @Nullable Object> head(Reply reply, String object) {
        return Json.object(
                "id",
                "chatcmpl-" + reply.id(),
                "object",
                object,
                "created",
                reply.created(),
                "model",
                reply.model(),
                "system_fingerprint",
                "fp_sim");
    }

    private static Object usage(Reply reply) {
        return Json.object(
                "prompt_tokens", reply.inputTokens(),
                "completion_tokens", reply.outputTokens(),
                "total_tokens", reply.totalTokens(),
                "prompt_tokens_details", Json.object("cached_tokens", 0, "audio_tokens", 0),
                "completion_tokens_details", Json.object("reasoning_tokens", 0, "audio_tokens", 0));
    }
}
