package io.gptload.spring.autoconfigure;

import io.gptload.client.config.HeaderRule;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What happens to one header.
 *
 * @param name header
 * @param action what happens to it
 * @param value new value when it is set
 */
public record HeaderRuleProperties(
        @DefaultValue("") String name,
        @DefaultValue("set") HeaderRule.Action action,
        @DefaultValue("") String value) {

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return "HeaderRuleProperties[" + action + " " + name + "]";
    }
}
