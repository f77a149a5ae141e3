package io.gptload.spring.autoconfigure;

import io.gptload.client.store.redis.RedisChannel;
import io.gptload.client.store.shared.StateChannel;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import redis.clients.jedis.UnifiedJedis;

/**
 * What tells other processes of changes at once: the Redis the properties name, or else that of the application. The pool
 * closes it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(UnifiedJedis.class)
@ConditionalOnBooleanProperty(name = "gptload.redis.enabled", matchIfMissing = true)
@Import({RedisConfiguration.Named.class, RedisConfiguration.Client.class, RedisConfiguration.SpringData.class})
class RedisConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(StateChannel.class)
    @Conditional(OnRedisUrl.class)
    static class Named {

        @Bean(destroyMethod = "")
        RedisChannel gptLoadRedisChannel(GptLoadProperties properties) {
            return RedisChannel.of(RedisOpening.of(properties.redis()))
                    .prefix(properties.redis().prefix())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(StateChannel.class)
    @ConditionalOnBean(UnifiedJedis.class)
    static class Client {

        @Bean(destroyMethod = "")
        RedisChannel gptLoadRedisChannel(GptLoadProperties properties, UnifiedJedis client) {
            return RedisChannel.of(client).prefix(properties.redis().prefix()).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(StateChannel.class)
    @ConditionalOnClass(DataRedisConnectionDetails.class)
    @ConditionalOnBean(DataRedisConnectionDetails.class)
    static class SpringData {

        @Bean(destroyMethod = "")
        RedisChannel gptLoadRedisChannel(GptLoadProperties properties, DataRedisConnectionDetails details) {
            return RedisChannel.of(SpringDataRedis.connection(details))
                    .prefix(properties.redis().prefix())
                    .build();
        }
    }
}
