package io.gptload.gateway.admin.group;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.HeaderRule;
import io.gptload.client.config.ModelRedirects;
import io.gptload.client.config.ParamOverrides;
import io.gptload.client.config.Requirement;
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
        if (value == null || !value.isArray()) {
            throw ApiException.validation("validation.no_upstreams");
        }
        ArrayNode stored = json.createArrayNode();
        Map<String, Long> weights = new LinkedHashMap<>();
        for (JsonNode upstream : value) {
            String url = member(upstream, "url").asString("").strip();
            JsonNode weight = member(upstream, "weight");
            int share = weight.isMissingNode() ? 0 : whole(weight);
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

    private static int whole(JsonNode weight) {
        if (weight.canConvertToExactIntegral() && weight.canConvertToInt()) {
            return weight.intValue();
        }
        throw badUpstreams(new ConfigurationException(
                "upstreams.weight", "****", Requirement.INTEGER_BETWEEN, 0, UpstreamConfig.MAX_WEIGHT));
    }

    private static String engineUrl(String url, int weight) {
        try {
            UpstreamConfig upstream = new UpstreamConfig(url, weight);
            if (!url.startsWith("http://") && !url.startsWith("https://")) { // gpt-load takes no capitals here
                throw new ConfigurationException("upstreams.url", upstream.displayUrl(), Requirement.HTTP_URL);
            }
            return upstream.baseUrl().toString();
        } catch (ConfigurationException e) {
            throw badUpstreams(e);
        }
    }

    /** A URL that is given twice counts once, with both weights. */
    private static void runnable(Map<String, Long> weights) {
        try {
            GroupConfig.Builder group = GroupConfig.named("any");
            weights.forEach((url, weight) -> group.upstream(url, (int) Math.min(Integer.MAX_VALUE, weight)));
            group.build();
        } catch (ConfigurationException e) {
            throw badUpstreams(weights.isEmpty() ? e : e.at("weight")); // the message names the field
        }
    }

    private static ApiException badUpstreams(ConfigurationException refusal) {
        return ApiException.validation("validation.invalid_upstreams", refusal);
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
                throw ApiException.validation("error.invalid_config_format", e);
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
                default -> throw new ConfigurationException("action", action, Requirement.ONE_OF, "set, remove");
            };
        } catch (ConfigurationException e) {
            throw ApiException.validation(
                    "error.process_header_rules", e.at(e.field().equals("header_rules") ? "key" : e.field()));
        }
    }

    String redirects(Map<String, @Nullable String> rules, boolean aggregate) {
        if (aggregate && !rules.isEmpty()) {
            throw ApiException.validation("validation.aggregate_no_model_redirect");
        }
        ObjectNode stored = json.createObjectNode();
        rules.forEach((source, target) -> {
            if (target == null) {
                throw ApiException.invalidJson("invalid_json.field", "model_redirect_rules." + source);
            }
            try {
                ModelRedirects.of(Map.of(source, target), false);
            } catch (ConfigurationException e) {
                throw ApiException.validation("validation.invalid_model_redirect", e);
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
            throw ApiException.validation("validation.bad_extra", name);
        }
        String text = value.asString("").strip();
        try {
            ExtraSettings.check(name, text);
        } catch (ConfigurationException e) {
            throw ApiException.notAllowed(e);
        }
        return text;
    }
}
