package io.gptload.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Responses API. */
final class OpenAiResponsesReply {
    private OpenAiResponsesReply() {}

    static Object json(Reply reply) {
        return response(reply, "completed", List.of(message(reply, "completed", List.of(text(reply.text())))));
    }

    static List<String> events(Reply reply) {
        Events events = new Events(reply);
        Object started = response(reply, "in_progress", List.of());
        events.add("response.created", Json.object("response", started));
        events.add("response.in_progress", Json.object("response", started));
        events.add(
                "response.output_item.added",
                Json.object("output_index", 0, "item", message(reply, "in_progress", List.of())));
        events.addContent("response.content_part.added", Json.object("part", text("")));
        for (String piece : reply.pieces()) {
            events.addContent("response.output_text.delta", Json.object("delta", piece, "logprobs", List.of()));
        }
        events.addContent("response.output_text.done", Json.object("text", reply.text(), "logprobs", List.of()));
        events.addContent("response.content_part.done", Json.object("part", text(reply.text())));
        Object item = message(reply, "completed", List.of(text(reply.text())));
        events.add("response.output_item.done", Json.object("output_index", 0, "item", item));
        events.add("response.completed", Json.object("response", json(reply)));
        return events.list;
    }

    private static final class Events {
        private final List<String> list = new ArrayList<>();
        private final Reply reply;

        Events(Reply reply) {
            this.reply = reply;
        }

        void add(String type, Map<String, @Nullable Object> fields) {
            Map<String, @Nullable Object> json = Json.object("type", type, "sequence_number", list.size());
            json.putAll(fields);
            list.add(Sse.event(type, json));
        }

        void addContent(String type, Map<String, @Nullable Object> fields) {
            Map<String, @Nullable Object> json =
                    Json.object("item_id", "msg_" + reply.id(), "output_index", 0, "content_index", 0);
            json.putAll(fields);
            add(type, json);
        }
    }

    private static Object text(String text) {
        return Json.object("type", "output_text", "text", text, "annotations", List.of(), "logprobs", List.of());
    }

    private static Object message(Reply reply, String status, List<Object> content) {
        return Json.object(
                "id",
                "msg_" + reply.id(),
                "type",
                "message",
                "status",
                status,
                "role",
                "assistant",
                "content",
                content);
    }

    private static Object response(Reply reply, String status, List<Object> output) {
        Map<String, @Nullable Object> json = Json.object(
                "id",
                "resp_" + reply.id(),
                "object",
                "response",
                "created_at",
                reply.created(),
                "status",
                status,
                "error",
                null,
                "incomplete_details",
                null,
                "instructions",
                null,
                "max_output_tokens",
                null,
                "model",
                reply.model(),
                "output",
                output,
                "parallel_tool_calls",
                true,
                "previous_response_id",
                null,
                "reasoning",
                Json.object("effort", null, "summary", null),
                "store",
                true,
                "temperature",
                1.0,
                "text",
                Json.object("format", Json.object("type", "text")),
                "tool_choice",
                "auto",
                "tools",
                List.of(),
                "top_p",
                1.0,
                "truncation",
                "disabled");
        json.put("usage", status.equals("completed") ? usage(reply) : null);
        json.put("metadata", Json.object());
        return json;
    }

    private static Object usage(Reply reply) {
        return Json.object(
                "input_tokens", reply.inputTokens(),
                "input_tokens_details", Json.object("cached_tokens", 0, "cache_write_tokens", 0),
                "output_tokens", reply.outputTokens(),
                "output_tokens_details", Json.object("reasoning_tokens", 0),
                "total_tokens", reply.totalTokens());
    }
}
