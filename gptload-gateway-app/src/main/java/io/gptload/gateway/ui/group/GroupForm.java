package io.gptload.gateway.ui.group;

import io.gptload.client.store.jdbc.GroupRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What stands in the fields of a group's form, as somebody typed it. It turns into the JSON that the API takes, which says
 * what of it is allowed.
 */
public final class GroupForm {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> TEXTS =
            List.of("name", "display_name", "description", "channel_type", "group_type", "proxy_keys");
    private static final List<String> STANDARD_TEXTS = List.of("test_model", "validation_endpoint");

    private final MultiValueMap<String, String> fields;

    private GroupForm(MultiValueMap<String, String> fields) {
        this.fields = fields;
    }

    /** What was sent. */
    static GroupForm sent(MultiValueMap<String, String> fields) {
        return new GroupForm(fields);
    }

    /** A new group. */
    static GroupForm empty(boolean aggregate) {
        MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
        fields.set("group_type", aggregate ? GroupRow.AGGREGATE : GroupRow.STANDARD);
        fields.set("channel_type", "openai");
        fields.set("sort", "0");
        fields.set("upstream_url", "");
        fields.set("upstream_weight", "1");
        return new GroupForm(fields);
    }

    /** A group as it is stored. */
    static GroupForm of(GroupRow row, Map<String, String> extras) {
        MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
        fields.set("name", row.name());
        fields.set("display_name", row.displayName());
        fields.set("description", row.description());
        fields.set("channel_type", row.channelType());
        fields.set("group_type", row.groupType());
        fields.set("proxy_keys", row.proxyKeys());
        fields.set("sort", Integer.toString(row.sort()));
        fields.set("test_model", row.testModel());
        fields.set("validation_endpoint", row.validationEndpoint());
        fields.set("model_redirect_strict", Boolean.toString(row.modelRedirectStrict()));
        fields.set("version", Long.toString(row.version()));
        read(row.upstreams()).forEach(upstream -> {
            fields.add("upstream_url", upstream.path("url").asString(""));
            fields.add("upstream_weight", upstream.path("weight").asString("0"));
        });
        read(row.headerRules()).forEach(rule -> {
            fields.add("header_name", rule.path("key").asString(""));
            fields.add("header_action", rule.path("action").asString("set"));
            fields.add("header_value", rule.path("value").asString(""));
        });
        read(row.modelRedirectRules()).properties().forEach(rule -> {
            fields.add("redirect_from", rule.getKey());
            fields.add("redirect_to", rule.getValue().asString(""));
        });
        read(row.config())
                .properties()
                .forEach(entry ->
                        fields.set("config." + entry.getKey(), entry.getValue().asString("")));
        extras.forEach((name, value) -> fields.set("gptload." + name, value));
        JsonNode overrides = read(row.paramOverrides());
        fields.set("param_overrides", overrides.isEmpty() ? "" : overrides.toPrettyString());
        return new GroupForm(fields);
    }

    private static JsonNode read(@Nullable String stored) {
        try {
            return JSON.readTree(stored == null || stored.isBlank() ? "{}" : stored);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }

    /** What stands in a field; empty for nothing. */
    public String get(String field) {
        String value = fields.getFirst(field);
        return value == null ? "" : value;
    }

    /** What stands in the fields of that name, one for each row. */
    public List<String> all(String field) {
        return fields.getOrDefault(field, List.of());
    }

    /** What stands in the nth field of that name. */
    public String at(String field, int row) {
        List<String> values = all(field);
        return row < values.size() ? values.get(row) : "";
    }

    /** Whether it is a group of groups. */
    public boolean aggregate() {
        return get("group_type").equals(GroupRow.AGGREGATE);
    }

    /** The fields of that prefix that have something in them, without it. */
    boolean anyOf(String prefix) {
        return fields.keySet().stream()
                .anyMatch(field -> field.startsWith(prefix) && !get(field).isBlank());
    }

    /** Whether anything stands in the fields that few need. */
    public boolean advanced() {
        return anyOf("config.")
                || anyOf("gptload.")
                || anyOf("header_name")
                || anyOf("redirect_from")
                || anyOf("param_overrides");
    }

    /** The version it was read at; {@code null} if that is not said. */
    @Nullable
    Long version() {
        try {
            return Long.valueOf(get("version"));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The same as the API takes it. What is no number or no JSON where one is wanted stays text, for the API to refuse. */
    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        TEXTS.forEach(field -> json.put(field, get(field)));
        json.set("sort", get("sort").isBlank() ? JSON.getNodeFactory().numberNode(0) : scalar(get("sort")));
        json.set("config", members("config."));
        json.set("gptload", members("gptload."));
        json.set("header_rules", headerRules());
        if (!aggregate()) {
            STANDARD_TEXTS.forEach(field -> json.put(field, get(field)));
            json.set("upstreams", upstreams());
            json.set("model_redirect_rules", redirects());
            json.put("model_redirect_strict", get("model_redirect_strict").equals("true"));
            json.set("param_overrides", overrides());
        }
        return json;
    }

    private ObjectNode members(String prefix) {
        ObjectNode object = JSON.createObjectNode();
        fields.keySet().stream()
                .filter(field -> field.startsWith(prefix) && !get(field).isBlank())
                .forEach(field -> object.set(field.substring(prefix.length()), scalar(get(field))));
        return object;
    }

    private static JsonNode scalar(String text) {
        String value = text.strip();
        if (Arrays.asList("true", "false").contains(value)) {
            return JSON.getNodeFactory().booleanNode(value.equals("true"));
        }
        try {
            return JSON.getNodeFactory().numberNode(Long.parseLong(value));
        } catch (NumberFormatException e) {
            return JSON.getNodeFactory().stringNode(value);
        }
    }

    private ArrayNode upstreams() {
        ArrayNode upstreams = JSON.createArrayNode();
        for (int row : filled("upstream_url")) {
            upstreams.addObject().put("url", at("upstream_url", row)).set("weight", scalar(at("upstream_weight", row)));
        }
        return upstreams;
    }

    private ArrayNode headerRules() {
        ArrayNode rules = JSON.createArrayNode();
        for (int row : filled("header_name")) {
            rules.addObject()
                    .put("key", at("header_name", row))
                    .put("action", at("header_action", row))
                    .put("value", at("header_value", row));
        }
        return rules;
    }

    private ObjectNode redirects() {
        ObjectNode rules = JSON.createObjectNode();
        filled("redirect_from").forEach(row -> rules.put(at("redirect_from", row), at("redirect_to", row)));
        return rules;
    }

    private List<Integer> filled(String field) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < all(field).size(); row++) {
            if (!at(field, row).isBlank()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private JsonNode overrides() {
        String text = get("param_overrides").strip();
        try {
            return text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
        } catch (JacksonException e) {
            return JSON.getNodeFactory().stringNode(text);
        }
    }

    /** Proxy keys and header values are secret. */
    @Override
    public String toString() {
        return "GroupForm[" + get("name") + "]";
    }
}
