package io.gptload.gateway.testing;

import java.net.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What came back.
 *
 * @param json the body if it is JSON, else a missing node
 */
public record Answer(int status, HttpHeaders headers, String body, JsonNode json) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static Answer of(int status, HttpHeaders headers, String body) {
        JsonNode json = MissingNode.getInstance();
        try {
            json = body.isEmpty() ? json : JSON.readTree(body);
        } catch (JacksonException notJson) {
            // the body stays text
        }
        return new Answer(status, headers, body, json);
    }

    /** The envelope's data. */
    public JsonNode data() {
        return json.path("data");
    }

    /** The envelope's code as text. */
    public String code() {
        return json.path("code").asString("");
    }

    /** The envelope's message. */
    public String message() {
        return json.path("message").asString("");
    }

    /** The first header of that name; empty for none. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
