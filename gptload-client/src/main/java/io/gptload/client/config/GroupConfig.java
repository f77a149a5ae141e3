package io.gptload.client.config;

import io.gptload.client.policy.FailureRule;
import io.gptload.client.wire.Channel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a group: its keys, where they are sent, and how it behaves. Immutable; checked when it is built.
 *
 * @param name what the group is called: 1 to 100 of {@code a-z 0-9 _ -}
 * @param channel the wire format it speaks
 * @param provider the vendor behind it, for rules that hold for one vendor only; {@code null} if it does not matter
 * @param upstreams its base URLs; at least one with a weight above 0
 * @param keys its keys, each once; may be empty
 * @param settings how it behaves
 * @param rules failure rules that are asked before the built-in ones, in order
 * @param headerRules headers set or removed on the way up
 * @param paramOverrides JSON members set in every request body
 * @param modelRedirects models replaced by others
 */
public record GroupConfig(
        String name,
        Channel channel,
        @Nullable String provider,
        List<UpstreamConfig> upstreams,
        List<KeyConfig> keys,
        GroupSettings settings,
        List<FailureRule> rules,
        List<HeaderRule> headerRules,
        ParamOverrides paramOverrides,
        ModelRedirects modelRedirects) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,100}");

    /** @throws ConfigurationException if a part cannot work, naming it */
    public GroupConfig {
        checkName(name);
        upstreams = List.copyOf(upstreams);
        if (upstreams.isEmpty()) {
            throw new ConfigurationException("upstreams", "[]", Requirement.SOME_UPSTREAM);
        }
        if (upstreams.stream().allMatch(upstream -> upstream.weight() == 0)) {
            throw new ConfigurationException("upstreams", "all weights 0", Requirement.SOME_WEIGHT);
        }
        Set<String> urls = new HashSet<>();
        for (UpstreamConfig upstream : upstreams) {
            if (!urls.add(upstream.displayUrl())) {
                throw new ConfigurationException("upstreams", upstream.displayUrl(), Requirement.DISTINCT_UPSTREAMS);
            }
        }
        Map<String, KeyConfig> distinct = new LinkedHashMap<>();
        keys.forEach(key -> distinct.putIfAbsent(key.secret(), key));
        keys = List.copyOf(distinct.values());
        rules = List.copyOf(rules);
        Set<String> ids = new HashSet<>();
        for (FailureRule rule : rules) {
            if (!ids.add(rule.id())) {
                throw new ConfigurationException("rules", rule.id(), "each rule id once");
            }
        }
        headerRules = HeaderRule.checked(headerRules);
    }

    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationException("name", name, "1 to 100 characters of a-z, 0-9, _ and -");
        }
    }

    /** A builder for a group of that name. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    @Override
    public String toString() {
        return "GroupConfig[" + name + ", " + channel + ", " + upstreams.size() + " upstreams, " + keys.size()
                + " keys]";
    }

    /** Collects the parts of a group. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private Channel channel = Channel.OPENAI;
        private @Nullable String provider;
        private final List<UpstreamConfig> upstreams = new ArrayList<>();
        private final List<KeyConfig> keys = new ArrayList<>();
        private GroupSettings settings = GroupSettings.DEFAULTS;
        private final List<FailureRule> rules = new ArrayList<>();
        private final List<HeaderRule> headerRules = new ArrayList<>();
        private ParamOverrides paramOverrides = ParamOverrides.EMPTY;
        private ModelRedirects modelRedirects = ModelRedirects.EMPTY;

        private Builder(String name) {
            this.name = name;
        }

        /** The wire format; {@link Channel#OPENAI} when not given. */
        public Builder channel(Channel value) {
            channel = value;
            return this;
        }

        /**
         * The wire format by its id.
         *
         * @throws ConfigurationException if there is no such channel
         */
        public Builder channel(String id) {
            return channel(Channel.ofId(id)
                    .orElseThrow(() -> new ConfigurationException("channel", id, "one of " + Channel.ids())));
        }

        /** The vendor, for instance {@code groq}. */
        public Builder provider(String value) {
            provider = value;
            return this;
        }

        /**
         * Adds a base URL of weight 1.
         *
         * @throws ConfigurationException if it is not an http or https URL
         */
        public Builder upstream(String url) {
            return upstream(url, 1);
        }

        /**
         * Adds a base URL.
         *
         * @param weight its share of the requests relative to the others; 0 for none
         * @throws ConfigurationException if it is not an http or https URL, or the weight is negative
         */
        public Builder upstream(String url, int weight) {
            upstreams.add(new UpstreamConfig(url, weight));
            return this;
        }

        /**
         * Adds keys.
         *
         * @throws ConfigurationException if one is empty or cannot be sent in a header
         */
        public Builder keys(String... secrets) {
            return keys(Arrays.stream(secrets).map(KeyConfig::of).toList());
        }

        /** Adds keys. */
        public Builder keys(Collection<KeyConfig> values) {
            keys.addAll(values);
            return this;
        }

        /** Replaces all settings. */
        public Builder settings(GroupSettings value) {
            settings = value;
            return this;
        }

        /** Replaces all settings by what the builder makes. */
        public Builder settings(GroupSettings.Builder value) {
            return settings(value.build());
        }

        /** Adds a failure rule; it is asked before the built-in ones and after those added before. */
        public Builder rule(FailureRule value) {
            rules.add(value);
            return this;
        }

        /** Adds a header rule. */
        public Builder headerRule(HeaderRule value) {
            headerRules.add(value);
            return this;
        }

        /** The JSON members set in every request body. */
        public Builder paramOverrides(ParamOverrides value) {
            paramOverrides = value;
            return this;
        }

        /** The models replaced by others. */
        public Builder modelRedirects(ModelRedirects value) {
            modelRedirects = value;
            return this;
        }

        /** @throws ConfigurationException if a part cannot work, naming it */
        public GroupConfig build() {
            return new GroupConfig(
                    name,
                    channel,
                    provider,
                    upstreams,
                    keys,
                    settings,
                    rules,
                    headerRules,
                    paramOverrides,
                    modelRedirects);
        }
    }
}
