package io.gptload.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Anthropic's messages. */
final class AnthropicReply {
    private AnthropicReply() {}

    static Object json(Reply reply) {
        return message(
                reply, List.of(Json.object("type", "text", "text", reply.text())), "end_turn", reply.outputTokens());
    }

    static List<String> events(Reply reply) {
        List<String> events = new ArrayList<>();
        add(events, "message_start", Json.object("message", message(reply, List.of(), null, 1)));
        add(
                events,
                "content_block_start",
                Json.object("index", 0, "content_block", Json.object("type", "text", "text", "")));
        add(events, "ping", Json.object());
        for (String piece : reply.pieces()) {
            Object delta = Json.object("type", "text_delta", "text", piece);
            add(events, "content_block_delta", Json.object("index", 0, "delta", delta));
        }
        add(events, "content_block_stop", Json.object("index", 0));
        Object delta = Json.object("stop_reason", "end_turn", "stop_sequence", null);
        add(events, "message_delta", Json.object("delta", delta, "usage", usage(reply, reply.outputTokens())));
        add(events, "message_stop", Json.object());
        return events;
    }

    private static void add(List<String> events, String type, Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> json = Json.object("type", type);
        json.putAll(fields);
        events.add(Sse.event(type, json));
    }

    private static Object message(Reply reply, List<Object> content, @Nullable String stopReason, long outputTokens) {
        return Json.object(
                "id",
                "msg_" + reply.id(),
                "type",
                "message",
                "role",
                "assistant",
                "model",
                reply.model(),
                "content",
                content,
                "stop_reason",
                stopReason,
                "stop_sequence",
                null,
                "usage",
                usage(reply, outputTokens));
    }

    private static Object usage(Reply reply, long outputTokens) {
        return Json.object(
                "input_tokens",
                reply.inputTokens(),
                "cache_creation_input_tokens",
                0,
                "cache_read_input_tokens",
                0,
                "output_tokens",
                outputTokens);
    }
}
