package io.gptload.spring.autoconfigure;

import io.gptload.client.config.AggregateConfig;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.wire.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/** Makes definitions of properties, and finds all that is wrong with them. Used once. */
final class DefinitionsReading {

    private final Problems problems = new Problems();
    private final Map<String, String> names = new HashMap<>();
    private final Environment environment;
    private final ResourceLoader resources;

    DefinitionsReading(Environment environment, ResourceLoader resources) {
        this.environment = environment;
        this.resources = resources;
    }

    /** @throws InvalidGptLoadPropertiesException if anything is wrong */
    Definitions read(GptLoadProperties properties) {
        GroupSettings defaults =
                SettingsReading.read("gptload.settings", properties.settings(), GroupSettings.DEFAULTS, problems);
        GroupReading reading = new GroupReading(new KeyReading(environment, resources, problems), defaults, problems);
        List<GroupConfig> groups = new ArrayList<>();
        properties.groups().forEach((name, group) -> {
            claim("gptload.groups." + name, name);
            GroupConfig config = reading.read(name, group);
            if (config != null) {
                groups.add(config);
            }
        });
        List<AggregateConfig> aggregates = new ArrayList<>();
        properties.aggregates().forEach((name, aggregate) -> {
            claim("gptload.aggregates." + name, name);
            AggregateConfig config = aggregate(name, aggregate, properties, groups);
            if (config != null) {
                aggregates.add(config);
            }
        });
        routes(properties);
        new StoreCheck(resources.getClassLoader(), problems).check(properties.store(), properties.redis());
        Duration interval = properties.refreshInterval();
        if (interval != null && (interval.isNegative() || interval.isZero())) {
            problems.add("gptload.refresh-interval", "'" + interval + "' is not allowed", "Use a duration above 0.");
        }
        problems.raise();
        return new Definitions(groups, aggregates, properties.routes());
    }

    /** Names that differ in case, dashes or underscores alone are one property to Spring Boot. */
    private void claim(String property, String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
        String other = names.putIfAbsent(plain, property);
        if (other != null) {
            problems.add(property, "there is already " + other, "Give each group a name of its own.");
        }
    }

    private @Nullable AggregateConfig aggregate(
            String name, AggregateProperties aggregate, GptLoadProperties properties, List<GroupConfig> groups) {
        String prefix = "gptload.aggregates." + name;
        if (aggregate.members().isEmpty()) {
            problems.add(prefix + ".members", "there is no member", "Name groups and their weights.");
            return null;
        }
        List<AggregateConfig.Member> members = new ArrayList<>();
        aggregate.members().forEach((group, weight) -> {
            String property = prefix + ".members." + group;
            if (!sharesGroups(properties) && !properties.groups().containsKey(group)) {
                problems.add(
                        property,
                        "there is no group '" + group + "'",
                        "Use one of " + properties.groups().keySet() + ".");
                return;
            }
            AggregateConfig.Member member = problems.ask(property, () -> new AggregateConfig.Member(group, weight));
            if (member != null) {
                members.add(member);
            }
        });
        Channel channel = aggregate.channel() == null
                ? ofFirstMember(members, groups)
                : GroupReading.channel(prefix + ".channel", Objects.requireNonNull(aggregate.channel()), problems);
        return problems.ask(prefix, () -> new AggregateConfig(name, channel, members));
    }

    private static Channel ofFirstMember(List<AggregateConfig.Member> members, List<GroupConfig> groups) {
        return groups.stream()
                .filter(group ->
                        !members.isEmpty() && group.name().equals(members.get(0).group()))
                .map(GroupConfig::channel)
                .findFirst()
                .orElse(Channel.OPENAI);
    }

    /** Names may be those of groups in the database then. */
    private static boolean sharesGroups(GptLoadProperties properties) {
        return properties.store().type() == StoreProperties.Type.JDBC;
    }

    private void routes(GptLoadProperties properties) {
        for (int i = 0; i < properties.routes().size(); i++) {
            RouteProperties route = properties.routes().get(i);
            String prefix = "gptload.routes[" + i + "]";
            if (!route.host().matches("[A-Za-z0-9._-]+(:\\d{1,5})?")) {
                problems.add(
                        prefix + ".host",
                        "'" + route.host() + "' is not a host",
                        "Use a host, with a port if need be, for instance api.openai.com.");
            }
            String group = route.group();
            if (!sharesGroups(properties)
                    && !properties.groups().containsKey(group)
                    && !properties.aggregates().containsKey(group)) {
                problems.add(
                        prefix + ".group",
                        "there is no group '" + group + "'",
                        "Use one of " + properties.groups().keySet() + ".");
            }
        }
    }
}
