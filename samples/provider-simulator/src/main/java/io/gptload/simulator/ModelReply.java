package io.gptload.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of models, and single ones. */
final class ModelReply {
    private ModelReply() {}

    static Object json(SimulatedProtocol protocol, List<String> models, @Nullable String wanted) {
        if (wanted != null) {
            return one(protocol, wanted);
        }
        List<Object> entries =
                models.stream().map(model -> one(protocol, model)).toList();
        return switch (protocol) {
            case GEMINI_MODELS -> Json.object("models", entries);
            case ANTHROPIC_MODELS ->
                Json.object(
                        "data",
                        entries,
                        "has_more",
                        false,
                        "first_id",
                        models.isEmpty() ? null : models.get(0),
                        "last_id",
                        models.isEmpty() ? null : models.get(models.size() - 1));
            default -> Json.object("object", "list", "data", entries);
        };
    }

    private static Object one(SimulatedProtocol protocol, String model) {
        return switch (protocol) {
            case GEMINI_MODELS ->
                Json.object(
                        "name",
                        "models/" + model,
                        "version",
                        "001",
                        "displayName",
                        model,
                        "inputTokenLimit",
                        1_048_576,
                        "outputTokenLimit",
                        8192,
                        "supportedGenerationMethods",
                        List.of("generateContent", "countTokens"));
            case ANTHROPIC_MODELS ->
                Json.object(
                        "type",
                        "model",
                        "id",
                        model,
                        "display_name",
                        model,
                        "created_at",
                        "2026-01-01T00:00:00Z",
                        "lifecycle",
                        "active");
            default -> Json.object("id", model, "object", "model", "created", 1_767_225_600, "owned_by", "simulator");
        };
    }
}
