package io.gptload.spring.autoconfigure;

import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.config.HeaderRule;
import io.gptload.client.config.ModelRedirects;
import io.gptload.client.config.ParamOverrides;
import io.gptload.client.config.UpstreamConfig;
import io.gptload.client.policy.FailureRule;
import io.gptload.client.policy.FailureRules;
import io.gptload.client.wire.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the definition of a group of its properties. */
final class GroupReading {

    private final KeyReading keys;
    private final GroupSettings defaults;
    private final Problems problems;

    GroupReading(KeyReading keys, GroupSettings defaults, Problems problems) {
        this.keys = keys;
        this.defaults = defaults;
        this.problems = problems;
    }

    /** The definition, or {@code null} if there is something wrong with it. */
    @Nullable
    GroupConfig read(String name, GroupProperties group) {
        String prefix = "gptload.groups." + name;
        KnownProvider known = KnownProvider.ofId(group.provider() == null ? name : lowerCase(group.provider()))
                .orElse(null);
        Channel channel = channel(prefix, group.channel(), known == null ? Channel.OPENAI : known.channel());
        GroupConfig.Builder builder = GroupConfig.named(name)
                .channel(channel)
                .settings(SettingsReading.read(prefix + ".settings", group.settings(), defaults, problems))
                .keys(keys.read(prefix, group));
        if (known != null || group.provider() != null) {
            builder.provider(known == null ? lowerCase(Objects.requireNonNull(group.provider())) : known.id());
        }
        boolean reachable = upstreams(prefix, group, known, builder);
        headerRules(prefix, group, builder);
        redirectsAndOverrides(prefix, group, builder);
        rules(prefix, group, builder);
        return reachable ? problems.ask(prefix, builder::build) : null;
    }

    private static String lowerCase(String id) {
        return id.strip().toLowerCase(Locale.ROOT);
    }

    private Channel channel(String prefix, @Nullable String id, Channel otherwise) {
        return id == null ? otherwise : channel(prefix + ".channel", id, problems);
    }

    static Channel channel(String property, String id, Problems problems) {
        return Channel.ofId(lowerCase(id)).orElseGet(() -> {
            problems.add(property, "'" + id + "' is not a channel", "Use one of " + Channel.ids() + ".");
            return Channel.OPENAI;
        });
    }

    private boolean upstreams(
            String prefix, GroupProperties group, @Nullable KnownProvider known, GroupConfig.Builder builder) {
        if (group.upstreams().isEmpty()) {
            if (known == null) {
                problems.add(
                        prefix + ".upstreams",
                        "there is no base URL",
                        "Set it, or set provider to one of " + KnownProvider.ids() + ".");
                return false;
            }
            builder.upstream(known.baseUrl());
            return true;
        }
        boolean allGood = true;
        for (int i = 0; i < group.upstreams().size(); i++) {
            UpstreamProperties upstream = group.upstreams().get(i);
            String property = prefix + ".upstreams[" + i + "]";
            UpstreamConfig url = problems.ask(property + ".url", () -> UpstreamConfig.of(upstream.url()));
            UpstreamConfig weighed = url == null
                    ? null
                    : problems.ask(property + ".weight", () -> new UpstreamConfig(url.baseUrl(), upstream.weight()));
            allGood &= weighed != null;
            if (weighed != null) {
                builder.upstream(upstream.url(), upstream.weight());
            }
        }
        return allGood;
    }

    private void headerRules(String prefix, GroupProperties group, GroupConfig.Builder builder) {
        List<HeaderRule> rules = new ArrayList<>();
        for (int i = 0; i < group.headerRules().size(); i++) {
            HeaderRuleProperties given = group.headerRules().get(i);
            HeaderRule rule = problems.ask(
                    prefix + ".header-rules[" + i + "]",
                    () -> new HeaderRule(given.name(), given.action(), given.value()));
            if (rule != null) {
                rules.add(rule);
            }
        }
        if (problems.ask(prefix + ".header-rules", () -> HeaderRule.checked(rules)) != null) {
            rules.forEach(builder::headerRule);
        }
    }

    private void redirectsAndOverrides(String prefix, GroupProperties group, GroupConfig.Builder builder) {
        ModelRedirects redirects = problems.ask(
                prefix + ".model-redirects",
                () -> ModelRedirects.of(group.modelRedirects(), group.modelRedirectStrict()));
        if (redirects != null) {
            builder.modelRedirects(redirects);
        }
        String json = group.paramOverrides();
        if (json != null && !json.isBlank()) {
            ParamOverrides overrides = problems.ask(prefix + ".param-overrides", () -> ParamOverrides.parse(json));
            if (overrides != null) {
                builder.paramOverrides(overrides);
            }
        }
    }

    private void rules(String prefix, GroupProperties group, GroupConfig.Builder builder) {
        String location = group.failureRules();
        if (location == null || location.isBlank()) {
            return;
        }
        String json = keys.text(prefix + ".failure-rules", location);
        List<FailureRule> rules =
                json == null ? null : problems.ask(prefix + ".failure-rules", () -> FailureRules.parse(json));
        if (rules != null) {
            rules.forEach(builder::rule);
        }
    }
}
