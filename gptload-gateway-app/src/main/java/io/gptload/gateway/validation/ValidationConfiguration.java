package io.gptload.gateway.validation;

import io.gptload.client.GptLoad;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyHashResolver;
import io.gptload.client.store.shared.ChoreLease;
import io.gptload.gateway.catalog.Catalog;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Background validation, on the node that does the chores. */
@Configuration(proxyBeanMethods = false)
class ValidationConfiguration {

    private static final int DRIFT_SECONDS = 30;

    /** @param delay seconds from the start to the first look: the node, and those that start with it, have enough to do */
    @Bean
    BackgroundValidation backgroundValidation(
            JdbcStore store,
            GptLoad gptLoad,
            Catalog catalog,
            KeyHashResolver keyHashResolver,
            @Qualifier("storeTimer") ScheduledExecutorService storeTimer,
            ChoreLease choreLease,
            @Value("${gptload.gateway.validation-delay-seconds:60}") long delay) {
        BackgroundValidation validation = new BackgroundValidation(store, gptLoad, catalog, keyHashResolver);
        long first = TimeUnit.SECONDS.toMillis(delay)
                + ThreadLocalRandom.current().nextLong(TimeUnit.SECONDS.toMillis(DRIFT_SECONDS));
        Runnable check = () -> {
            if (choreLease.held()) {
                validation.check();
            }
        };
        storeTimer.scheduleWithFixedDelay(
                check, first, BackgroundValidation.INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return validation;
    }
}
