package io.gptload.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Embeddings: for every input the same three numbers. */
final class OpenAiEmbeddingsReply {
    private static final List<Float> VECTOR = List.of(0.125f, -0.25f, 0.5f);

    private OpenAiEmbeddingsReply() {}

    static Object json(Reply reply, byte[] body) {
        JsonNode request = Json.parse(body);
        boolean base64 = request.path("encoding_format").asString("").equals("base64");
        JsonNode input = request.path("input");
        boolean list = input.isArray() && !input.isEmpty() && !input.path(0).isNumber();
        int count = list ? input.size() : 1;
        List<Object> data = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            data.add(Json.object("object", "embedding", "index", i, "embedding", base64 ? base64() : VECTOR));
        }
        Object usage = Json.object("prompt_tokens", reply.inputTokens(), "total_tokens", reply.inputTokens());
        return Json.object("object", "list", "data", data, "model", reply.model(), "usage", usage);
    }

    private static String base64() {
        ByteBuffer bytes = ByteBuffer.allocate(VECTOR.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        VECTOR.forEach(bytes::putFloat);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
