package io.gptload.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Whether Spring AI would ask Gemini with a key, and not with the credentials of a Google Cloud project. */
final class OnGeminiKey extends SpringBootCondition {

    private static final String PREFIX = "spring.ai.google.genai.";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        boolean withKey = StringUtils.hasText(environment.getProperty(PREFIX + "api-key"))
                && !environment.getProperty(PREFIX + "vertex-ai", Boolean.class, false);
        return new ConditionOutcome(
                withKey, ConditionMessage.of(PREFIX + "api-key is " + (withKey ? "in use" : "not in use")));
    }
}
