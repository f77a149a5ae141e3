package io.gptload.samples.quickstart;

import io.gptload.client.http.okhttp.GroupResponse;
import tools.jackson.databind.json.JsonMapper;

/** Reads answers. */
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** The text at that place of a successful answer. */
    static String text(GroupResponse response, String pointer) {
        if (!response.ok()) {
            throw new IllegalStateException("HTTP " + response.status() + " " + response.body());
        }
        return MAPPER.readTree(response.body()).at(pointer).asString();
    }
}
