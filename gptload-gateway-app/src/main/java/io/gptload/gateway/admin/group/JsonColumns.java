package io.gptload.gateway.admin.group;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.HeaderRule;
import io.gptload.client.config.ParamOverrides;
import io.gptload.client.config.UpstreamConfig;
import io.gptload.client.store.jdbc.ExtraSettings;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.gateway.admin.setting.SettingInput;
import io.gptload.gateway.web.ApiException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks what a group says in JSON and turns it into what is stored: nothing the engine would leave out. Thread-safe. */
@Component
class JsonColumns {

    private final JsonMapper json;

    JsonColumns(JsonMapper json) {
        this.json = json;
    }

    String upstreams(@Nullable JsonNode value) {
        if (value == null || !value.isArray() || value.isEmpty()) {
            throw badUpstreams("an array of at least one {\"url\", \"weight\"} is expected");
        }
        ArrayNode stored = json.createArrayNode();
        Map<String, Long> weights = new LinkedHashMap<>();
        for (JsonNode upstream : value) {
            String url = member(upstream, "url").asString("").strip();
            JsonNode weight = member(upstream, "weight");
            if (!url.startsWith("http://") && !url.startsWith("https://")) {
                throw badUpstreams("url must start with http:// or https://");
            }
            if (!weight.isMissingNode() && !(weight.canConvertToExactIntegral() && weight.canConvertToInt())) {
                throw badUpstreams("weight must be an integer from 0 to " + UpstreamConfig.MAX_WEIGHT);
            }
            int share = weight.isMissingNode() ? 0 : weight.intValue();
            weights.merge(engineUrl(url, share), (long) share, Long::sum);
            stored.addObject().put("url", url).put("weight", share);
        }
        runnable(weights);
        return json.writeValueAsString(stored);
    }

    /** Names of members are found in any case, as those of the whole request are. */
    private static JsonNode member(JsonNode object, String name) {
        return object.properties().stream()
                .filter(member -> member.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static String engineUrl(String url, int weight) {
        try {
            return new UpstreamConfig(url, weight).baseUrl().toString();
        } catch (ConfigurationException e) {
            throw badUpstreams(problem(e, "upstreams"));
        }
    }

    /** A URL that is given twice counts once, with both weights. */
    private static void runnable(Map<String, Long> weights) {
        try {
            GroupConfig.Builder group = GroupConfig.named("any");
            weights.forEach((url, weight) -> group.upstream(url, (int) Math.min(Integer.MAX_VALUE, weight)));
            group.build();
        } catch (ConfigurationException e) {
            throw badUpstreams(problem(e, "upstreams"));
        }
    }

    private static ApiException badUpstreams(String problem) {
        return ApiException.validation("validation.invalid_upstreams", problem);
    }

    /** What is wrong, without the name of the field, which the message has already. */
    private static String problem(ConfigurationException e, String field) {
        String text = String.valueOf(e.getMessage());
        return e.field().equals(field) ? text.substring(field.length() + 2) : text;
    }

    String config(ObjectNode value) {
        ObjectNode stored = json.createObjectNode();
        value.properties().forEach(entry -> {
            try {
                Setting setting = SettingInput.known(entry.getKey(), Setting::overridable);
                if (!entry.getValue().isNull()) {
                    stored.putPOJO(setting.key(), SettingInput.read(setting, entry.getValue()));
                }
            } catch (ConfigurationException e) {
                throw ApiException.validation("error.invalid_config_format", String.valueOf(e.getMessage()));
            }
        });
        return json.writeValueAsString(stored);
    }

    String headerRules(List<GroupBody.@Nullable HeaderRuleBody> rules) {
        ArrayNode stored = json.createArrayNode();
        Set<String> names = new HashSet<>();
        for (GroupBody.HeaderRuleBody rule : rules) {
            if (rule == null || TextFields.stripped(rule.key()).isEmpty()) {
                continue;
            }
            HeaderRule checked = headerRule(rule);
            if (!names.add(checked.name())) {
                throw ApiException.validation("validation.duplicate_header", checked.name());
            }
            stored.addObject()
                    .put("key", checked.name())
                    .put("value", rule.value() == null ? "" : rule.value())
                    .put("action", checked.action().name().toLowerCase(Locale.ROOT));
        }
        return json.writeValueAsString(stored);
    }

    private static HeaderRule headerRule(GroupBody.HeaderRuleBody rule) {
        String name = TextFields.stripped(rule.key());
        String value = rule.value() == null ? "" : rule.value();
        String action = rule.action() == null ? "" : rule.action();
        try {
            return switch (action) {
                case "set" -> HeaderRule.set(name, value);
                case "remove" -> HeaderRule.remove(name);
                default -> throw new ConfigurationException("action", action, "set or remove");
            };
        } catch (ConfigurationException e) {
            throw ApiException.validation("error.process_header_rules", problem(e, "header_rules"));
        }
    }

    String redirects(Map<String, @Nullable String> rules, boolean aggregate) {
        if (aggregate && !rules.isEmpty()) {
            throw ApiException.validation("validation.aggregate_no_model_redirect");
        }
        ObjectNode stored = json.createObjectNode();
        rules.forEach((source, target) -> {
            if (target == null) {
                throw ApiException.invalidJson("model_redirect_rules: every target must be a string");
            }
            if (source.isBlank() || target.isBlank()) {
                throw ApiException.validation(
                        "validation.invalid_model_redirect", "neither source nor target may be blank");
            }
            stored.put(source.strip(), target.strip());
        });
        return json.writeValueAsString(stored);
    }

    String overrides(ObjectNode value) {
        String text = json.writeValueAsString(value);
        ParamOverrides.parse(text);
        return text;
    }

    /** Numbers and strings, as text. */
    Map<String, String> extras(ObjectNode value) {
        Map<String, String> texts = new LinkedHashMap<>();
        value.properties().forEach(entry -> {
            if (!entry.getValue().isNull()) {
                texts.put(entry.getKey(), extra(entry.getKey(), entry.getValue()));
            }
        });
        return texts;
    }

    private static String extra(String name, JsonNode value) {
        if (!value.isString() && !value.isNumber()) {
            throw ApiException.notAllowed("gptload: every value must be a string or a number");
        }
        String text = value.asString("").strip();
        try {
            ExtraSettings.check(name, text);
        } catch (ConfigurationException e) {
            throw ApiException.notAllowed(String.valueOf(e.getMessage()));
        }
        return text;
    }
}
