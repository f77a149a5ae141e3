package io.gptload.gateway.admin.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/**
 * The API as OpenAPI describes it. It is written by hand, for the answers' shapes are a contract and not what the code happens
 * to return; a test holds it against the routes and the answers there are. Read when somebody asks. Thread-safe.
 */
@Component
public class ApiDescription {

    private static final String FILE = "/io/gptload/gateway/openapi.yaml";

    private final JsonMapper json;
    private volatile byte @Nullable [] bytes;
    private volatile @Nullable Map<String, Object> read;

    ApiDescription(JsonMapper json) {
        this.json = json;
    }

    /** The document as JSON, in UTF-8. */
    byte[] bytes() {
        byte[] known = bytes;
        if (known == null) {
            known = json.writeValueAsBytes(document());
            bytes = known;
        }
        return known;
    }

    /** The document: maps, lists, texts, numbers and flags. Not to be changed. */
    public Map<String, Object> document() {
        Map<String, Object> known = read;
        if (known == null) {
            known = load();
            read = known;
        }
        return known;
    }

    private static Map<String, Object> load() {
        try (InputStream file = ApiDescription.class.getResourceAsStream(FILE)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
