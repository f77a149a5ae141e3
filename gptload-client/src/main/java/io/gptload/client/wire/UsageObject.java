package io.gptload.client.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the objects in which providers count tokens, each under names of its own. */
final class UsageObject {

    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final long MOST = 1_000_000_000_000L;
    private static final Set<String> DETAILS = Set.of("prompt_tokens_details", "input_tokens_details");

    private final Map<String, Long> counts = new HashMap<>();

    /** Adds what an object says; it overrides what was said before. What makes no sense is passed over. */
    void add(byte @Nullable [] json) {
        if (json == null) {
            return;
        }
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
            in.nextToken();
            object(in);
        } catch (JacksonException e) {
            // what came before it counts
        }
    }

    private void object(JsonParser in) {
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonToken value = in.nextToken();
            if (value == JsonToken.VALUE_NUMBER_INT) {
                number(in, name);
            } else if (value == JsonToken.START_OBJECT && DETAILS.contains(name)) {
                object(in);
            } else {
                in.skipChildren();
            }
        }
    }

    private void number(JsonParser in, String name) {
        if (in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long number = in.getLongValue();
            if (number >= 0 && number <= MOST) {
                counts.put(name, number);
            }
        }
    }

    /** What all of them say; {@code null} when none counts tokens. */
    @Nullable
    TokenUsage usage() {
        // Anthropic alone leaves what a cache was read from or written to out of its input_tokens.
        long input = of("input_tokens") + of("cache_read_input_tokens") + of("cache_creation_input_tokens");
        long prompt = max(of("prompt_tokens"), input, of("promptTokenCount") + of("toolUsePromptTokenCount"));
        long completion = max(
                of("completion_tokens"), of("output_tokens"), of("candidatesTokenCount") + of("thoughtsTokenCount"));
        long cached = max(
                max(of("cached_tokens"), of("cache_read_input_tokens"), of("cachedContentTokenCount")),
                of("prompt_cache_hit_tokens"),
                0);
        long total = max(of("total_tokens"), of("totalTokenCount"), 0);
        TokenUsage usage = new TokenUsage(prompt, completion, cached, total == 0 ? prompt + completion : total);
        return usage.equals(TokenUsage.NONE) ? null : usage;
    }

    private long of(String name) {
        return counts.getOrDefault(name, 0L);
    }

    private static long max(long a, long b, long c) {
        return Math.max(a, Math.max(b, c));
    }
}
