package io.gptload.gateway.admin.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.gptload.gateway.testing.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The API as it is described, to hold answers against. */
final class Description {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private final JsonNode document;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    Description(JsonNode document) {
        this.document = document;
    }

    /** Such as {@code GET /api/groups}. */
    Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> routes.add(operation.getKey().toUpperCase() + " " + path.getKey())));
        return routes;
    }

    /** Fails unless the document is one of OpenAPI 3.1 that tools can read. */
    void check() {
        assertThat(document.path("openapi").asString()).startsWith("3.1.");
        assertThat(document.path("info").path("title").asString()).isNotEmpty();
        assertThat(document.path("info").path("version").asString()).isNotEmpty();
        Set<String> ids = new TreeSet<>();
        Set<String> tags = new TreeSet<>();
        document.path("tags").forEach(tag -> tags.add(tag.path("name").asString()));
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> entry : path.getValue().properties()) {
                JsonNode operation = entry.getValue();
                String where = entry.getKey() + " " + path.getKey();
                assertThat(METHODS).as(where).contains(entry.getKey());
                assertThat(ids.add(operation.path("operationId").asString()))
                        .as("operationId of " + where)
                        .isTrue();
                assertThat(operation.path("summary").asString()).as(where).isNotEmpty();
                operation.path("tags").forEach(tag -> assertThat(tags).as(where).contains(tag.asString()));
                assertThat(inPath(operation)).as(where).isEqualTo(named(path.getKey()));
                checkResponses(where, operation);
            }
        }
        checkReferences(document);
        document.path("components").path("schemas").properties().forEach(schema -> checkSchema(schema.getValue()));
    }

    private static Set<String> named(String path) {
        return PARAMETER
                .matcher(path)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }

    private Set<String> inPath(JsonNode operation) {
        Set<String> names = new TreeSet<>();
        operation.path("parameters").forEach(parameter -> {
            JsonNode resolved = resolved(parameter);
            assertThat(resolved.path("name").asString()).isNotEmpty();
            assertThat(resolved.has("schema")).isTrue();
            if (resolved.path("in").asString().equals("path")) {
                assertThat(resolved.path("required").asBoolean(false)).isTrue();
                names.add(resolved.path("name").asString());
            }
        });
        return names;
    }

    private void checkResponses(String where, JsonNode operation) {
        assertThat(operation.path("responses").has("200")).as(where).isTrue();
        boolean open = operation.has("security");
        assertThat(open || operation.path("responses").has("401"))
                .as("401 of " + where)
                .isTrue();
        operation.path("responses").properties().forEach(response -> {
            JsonNode resolved = resolved(response.getValue());
            assertThat(response.getKey()).as(where).matches("[2-5]\\d\\d");
            assertThat(resolved.path("description").asString()).as(where).isNotEmpty();
            resolved.path("content").forEach(content -> checkSchema(content.path("schema")));
        });
        operation.path("requestBody").path("content").forEach(content -> checkSchema(content.path("schema")));
    }

    private void checkReferences(JsonNode node) {
        JsonNode reference = node.path("$ref");
        if (reference.isString()) {
            assertThat(resolved(node).isMissingNode()).as(reference.asString()).isFalse();
        }
        node.forEach(this::checkReferences);
    }

    private void checkSchema(JsonNode schema) {
        assertThat(schemas.getSchema(com.networknt.schema.SchemaLocation.of(
                                SpecificationVersion.DRAFT_2020_12.getDialectId()))
                        .validate(schema))
                .as(schema.toString())
                .isEmpty();
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** Fails unless the answer is one that the description knows of that route. */
    void covers(String method, String path, Answer answer) {
        JsonNode response = resolved(document.path("paths")
                .path(path)
                .path(method.toLowerCase())
                .path("responses")
                .path(String.valueOf(answer.status())));
        String where = method + " " + path + " " + answer.status();
        assertThat(response.isMissingNode()).as(where + ": " + answer.body()).isFalse();
        String type = answer.header("Content-Type").split(";")[0];
        JsonNode schema = response.path("content").path(type).path("schema");
        assertThat(schema.isMissingNode()).as(where + " " + type).isFalse();
        if (type.equals("application/json")) {
            ObjectNode whole = JsonMapper.shared().createObjectNode();
            whole.set("components", document.path("components"));
            whole.putArray("allOf").add(schema);
            List<com.networknt.schema.Error> problems = schemas.getSchema(whole).validate(answer.json());
            assertThat(problems).as(where + ": " + answer.body()).isEmpty();
        }
    }
}
