package io.gptload.client.store.jdbc;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.config.HeaderRule;
import io.gptload.client.config.ModelRedirects;
import io.gptload.client.config.ParamOverrides;
import io.gptload.client.config.UpstreamConfig;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads one standard group. Not thread-safe. */
final class GroupLoading {

    private final GroupRow row;
    private final KeyLoading keyLoading;
    private final List<StoreProblem> problems;

    GroupLoading(GroupRow row, KeyLoading keyLoading, List<StoreProblem> problems) {
        this.row = row;
        this.keyLoading = keyLoading;
        this.problems = problems;
    }

    /** @param ours settings gpt-load does not have @throws IllegalArgumentException if the group cannot work */
    LoadedGroup load(SettingValues system, Map<String, String> ours) {
        SettingValues settings = system.with(optional("config", Map.of(), () -> GroupOverrides.read(row.config())));
        GroupConfig.Builder builder = GroupConfig.named(row.name()).channel(row.channelType());
        upstreams().forEach(builder::upstream);
        headerRules().forEach(builder::headerRule);
        builder.paramOverrides(optional(
                "param_overrides",
                ParamOverrides.EMPTY,
                () -> row.paramOverrides() == null || StoredJson.isUnset(row.paramOverrides())
                        ? ParamOverrides.EMPTY
                        : ParamOverrides.parse(row.paramOverrides())));
        builder.modelRedirects(optional("model_redirect_rules", ModelRedirects.EMPTY, this::redirects));
        GroupSettings.Builder engine = EngineSettings.of(settings, this::problem);
        ours.forEach((name, value) -> optional(name, true, () -> EngineSettings.set(engine, name, value)));
        builder.settings(optional("config", GroupSettings.DEFAULTS, engine::build));
        if (ours.get("provider") != null && !ours.get("provider").isBlank()) {
            builder.provider(ours.get("provider"));
        }
        KeyLoading.Result read = keyLoading.load(row);
        problems.addAll(read.keys().problems());
        builder.keys(read.keys().configs());
        return new LoadedGroup(row, settings, builder.build(), read.keys(), read.states());
    }

    private Map<String, Integer> upstreams() {
        Map<String, Integer> weights = new LinkedHashMap<>();
        for (Object each : StoredJson.array(row.upstreams())) {
            optional("upstreams", true, () -> {
                Map<?, ?> upstream = member(each);
                int weight = upstream.get("weight") instanceof Number number ? number.intValue() : 0;
                String url = text(upstream.get("url"));
                UpstreamConfig checked = new UpstreamConfig(url, weight);
                weights.merge(checked.baseUrl().toString(), weight, Math::addExact);
                return true;
            });
        }
        return weights;
    }

    private List<HeaderRule> headerRules() {
        Map<String, HeaderRule> rules = new LinkedHashMap<>();
        for (Object each : optional("header_rules", List.of(), () -> StoredJson.array(row.headerRules()))) {
            optional("header_rules", true, () -> {
                Map<?, ?> rule = member(each);
                String name = text(rule.get("key"));
                switch (text(rule.get("action"))) {
                    case "set" -> put(rules, HeaderRule.set(name, text(rule.get("value"))));
                    case "remove" -> put(rules, HeaderRule.remove(name));
                    default -> problem("header_rules", "the action for " + name + " is neither set nor remove");
                }
                return true;
            });
        }
        return List.copyOf(rules.values());
    }

    private static void put(Map<String, HeaderRule> rules, HeaderRule rule) {
        rules.put(rule.name(), rule);
    }

    private ModelRedirects redirects() {
        Map<String, String> rules = new LinkedHashMap<>();
        Set<String> skipped = new HashSet<>();
        StoredJson.object(row.modelRedirectRules()).forEach((source, target) -> {
            if (target instanceof String text
                    && !text.isBlank()
                    && !source.toString().isBlank()) {
                rules.put(source.toString(), text);
            } else {
                skipped.add(source.toString());
            }
        });
        skipped.forEach(source -> problem("model_redirect_rules", "the target of '" + source + "' is no model name"));
        return ModelRedirects.of(rules, row.modelRedirectStrict());
    }

    private static Map<?, ?> member(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("an element is no JSON object");
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    private <T> T optional(String what, T otherwise, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ConfigurationException e) {
            problem(what, e.field() + " is not allowed; expected " + e.allowed()); // the whole message quotes the value
        } catch (IllegalArgumentException | ArithmeticException e) {
            problem(what, String.valueOf(e.getMessage()));
        }
        return otherwise;
    }

    private void problem(String what, String message) {
        problems.add(new StoreProblem(row.name(), what, message));
    }
}
