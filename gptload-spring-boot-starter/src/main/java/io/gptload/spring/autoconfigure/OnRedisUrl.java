package io.gptload.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Whether the properties name a Redis; a blank URL is none. */
final class OnRedisUrl extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean named = StringUtils.hasText(context.getEnvironment().getProperty("gptload.redis.url"));
        return new ConditionOutcome(named, ConditionMessage.of("gptload.redis.url is " + (named ? "set" : "not set")));
    }
}
