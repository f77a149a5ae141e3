package io.gptload.client.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model names a group answers to, and what each is called upstream. Names match exactly. Immutable.
 */
public final class ModelRedirects {

    /** Redirects nothing and refuses nothing. */
    public static final ModelRedirects EMPTY = new ModelRedirects(Map.of(), false);

    private static final String FIELD = "model_redirect_rules";

    private final Map<String, String> rules;
    private final boolean strict;

    private ModelRedirects(Map<String, String> rules, boolean strict) {
        this.rules = rules;
        this.strict = strict;
    }

    /**
     * @param rules target by source; none of them blank
     * @param strict whether a model without a rule is refused; has no effect while there are no rules
     * @throws ConfigurationException if a source or a target is blank
     */
    public static ModelRedirects of(Map<String, String> rules, boolean strict) {
        Map<String, String> copy = new LinkedHashMap<>(rules);
        copy.forEach((source, target) -> {
            if (source.isBlank()) {
                throw new ConfigurationException(FIELD, source, Requirement.REDIRECT_SOURCE);
            }
            if (target.isBlank()) {
                throw new ConfigurationException(FIELD + "." + source, target, Requirement.REDIRECT_TARGET);
            }
        });
        return new ModelRedirects(Collections.unmodifiableMap(copy), strict);
    }

    /**
     * Reads the rules from a JSON object of strings. A JSON {@code null}, which is how an unset column reads, means none.
     *
     * @throws ConfigurationException if the text is anything else, or a source or a target is blank
     */
    public static ModelRedirects parse(String jsonObject, boolean strict) {
        Map<String, String> rules = new LinkedHashMap<>();
        if (!jsonObject.strip().equals("null")) {
            JsonText.forEachMember(FIELD, jsonObject, (source, value) -> {
                String target = value.text();
                if (target == null) {
                    throw new ConfigurationException(
                            FIELD + "." + source, JsonText.shown(value.json()), Requirement.REDIRECT_TARGET);
                }
                rules.put(source, target);
            });
        }
        return of(rules, strict);
    }

    /** What that model is called upstream, or {@code null} if no rule names it. */
    public @Nullable String target(String model) {
        return rules.get(model);
    }

    /** Whether there are no rules; nothing is looked at then, not even in strict mode. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Whether models without a rule are refused, provided there is any rule. */
    public boolean strict() {
        return strict;
    }

    /** Target by source, in the order of the definition; immutable. */
    public Map<String, String> rules() {
        return rules;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelRedirects that && strict == that.strict && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return 31 * rules.hashCode() + Boolean.hashCode(strict);
    }

    @Override
    public String toString() {
        return "ModelRedirects[" + rules + (strict ? ", strict]" : "]");
    }
}
