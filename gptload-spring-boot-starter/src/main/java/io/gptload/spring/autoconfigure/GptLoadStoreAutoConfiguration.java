package io.gptload.spring.autoconfigure;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.client.store.shared.StateChannel;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcOperations;

/** Shares the pool with the gateway and with other applications, through a database. */
@AutoConfiguration(
        after = GptLoadAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration"
        })
@ConditionalOnProperty(name = "gptload.store.type", havingValue = "jdbc")
@ConditionalOnClass({JdbcOperations.class, Flyway.class})
@ConditionalOnBean(GptLoadRefresher.class)
@Import(RedisConfiguration.class)
public final class GptLoadStoreAutoConfiguration {

    /** @param checked the properties can be used */
    @Bean
    @ConditionalOnMissingBean
    JdbcStore gptLoadStore(
            PropertyDefinitions checked, GptLoadProperties properties, ObjectProvider<DataSource> dataSource) {
        return StoreOpening.open(properties, dataSource);
    }

    @Bean
    @ConditionalOnMissingBean
    SharedPool gptLoadSharedPool(JdbcStore store, ObjectProvider<StateChannel> channel) {
        SharedPool.Builder pool = SharedPool.of(store);
        channel.ifUnique(pool::channel);
        return pool.build();
    }

    @Bean
    SharedPoolStart gptLoadSharedPoolStart(SharedPool pool) {
        return new SharedPoolStart(pool);
    }
}
