package io.gptload.client.policy;

import io.gptload.client.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * Rules as JSON.
 *
 * <pre>{@code
 * {"rules": [{
 *   "id": "acme.daily",
 *   "note": "where this is documented",
 *   "when": {
 *     "channels": ["openai"], "providers": ["acme"], "statuses": "403,429", "codes": ["daily_limit"],
 *     "types": "quota", "status_names": "RESOURCE_EXHAUSTED", "reasons": "PerDay",
 *     "message_starts_with": "daily", "message_contains": ["limit", "quota"], "model_served_elsewhere": true
 *   },
 *   "then": {
 *     "category": "quota_exhausted", "scope": "account", "retry": "rotate", "definite": false,
 *     "daily_reset": {"zone": "America/Los_Angeles", "time": "00:00"}
 *   }
 * }]}
 * }</pre>
 *
 * Everything is as in {@link FailureRuleBuilder}, and optional as there; a list of one may be written as a text, and the
 * document may be the bare list. Instead of {@code daily_reset} there may be a {@code "cooldown": "1h30m"}; a rule about
 * exchanges without an answer has {@code "failures": ["timeout"]} and no other condition but channels and providers. Unknown
 * fields are refused.
 */
public final class FailureRules {

    private FailureRules() {}

    /**
     * Reads a list of rules in its order.
     *
     * @throws ConfigurationException naming the place, for instance {@code rules[3].then.scope}, if the text is no JSON, a
     *     rule is not valid or an id is given twice
     */
    public static List<FailureRule> parse(String json) {
        Object root;
        try {
            root = JsonTree.read(json);
        } catch (JacksonException e) {
            throw new ConfigurationException("rules", e.getOriginalMessage(), "a JSON document");
        }
        if (root instanceof Map<?, ?>) {
            JsonFields document = new JsonFields("document", root);
            document.onlyKnows(Set.of("rules"));
            root = document.get("rules");
        }
        if (!(root instanceof List<?> items)) {
            throw new ConfigurationException("rules", String.valueOf(root), "a list of rules");
        }
        List<FailureRule> rules = new ArrayList<>(items.size());
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            String path = "rules[" + i + "]";
            FailureRule rule = RuleJson.rule(new JsonFields(path, items.get(i)));
            if (!ids.add(rule.id())) {
                throw new ConfigurationException(path + ".id", rule.id(), "an id no other rule has");
            }
            rules.add(rule);
        }
        return List.copyOf(rules);
    }

    /**
     * Reads a list of rules from UTF-8 text. The stream is read to its end and not closed.
     *
     * @throws ConfigurationException as {@link #parse(String)}
     * @throws UncheckedIOException if the stream cannot be read
     */
    public static List<FailureRule> parse(InputStream json) {
        try {
            return parse(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rules that come with the library, in their order. */
    public static List<FailureRule> builtIn() {
        return BuiltIn.RULES;
    }

    private static final class BuiltIn {
        static final List<FailureRule> RULES = load();

        private static List<FailureRule> load() {
            try (InputStream in = FailureRules.class.getResourceAsStream("failure-rules.json")) {
                if (in == null) {
                    throw new IllegalStateException("failure-rules.json is not on the class path");
                }
                return parse(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
