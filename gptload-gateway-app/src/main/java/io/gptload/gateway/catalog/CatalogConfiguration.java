package io.gptload.gateway.catalog;

import io.gptload.client.GptLoad;
import io.gptload.client.http.okhttp.CallTimeouts;
import io.gptload.client.http.okhttp.UpstreamProxies;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.KeyHashResolver;
import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.client.store.jdbc.RequestLogWriter;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.gateway.config.DatabaseDsn;
import io.gptload.gateway.config.GatewaySettings;
import io.gptload.spring.metrics.GptLoadMetrics;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.scheduling.concurrent.ScheduledExecutorFactoryBean;

/** The engine, defined by the database and writing back what it learns of keys. */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

    private static final int LAST_TASK_SECONDS = 2;

    @Bean
    JdbcStore store(GatewaySettings settings) {
        Path file = settings.database() instanceof DatabaseDsn.Sqlite sqlite ? sqlite.file() : null;
        if (file == null) {
            throw new IllegalStateException("DATABASE_DSN: only the path of a SQLite file is supported so far");
        }
        KeyCipher cipher = settings.encryptionKey().isEmpty()
                ? KeyCipher.plaintext()
                : KeyCipher.aes(settings.encryptionKey().value());
        JdbcStore store = JdbcStore.sqlite(file, StoreOptions.DEFAULTS.withCipher(cipher));
        store.settings()
                .insertMissing(Map.of(
                        Setting.APP_URL,
                        settings.defaultAppUrl(),
                        Setting.PROXY_KEYS,
                        settings.authKey().value()));
        return store;
    }

    /**
     * Runs what goes on between memory and the database, on two threads: the state of keys must be written in time although
     * much is being loaded or logged. At the end it is stopped after those that use it have written what they had, and before
     * the database is closed.
     */
    @Bean
    @DependsOn("store")
    ScheduledExecutorFactoryBean storeTimer() {
        ScheduledExecutorFactoryBean timer = new ScheduledExecutorFactoryBean();
        timer.setPoolSize(2);
        timer.setThreadNamePrefix("gptload-store-");
        timer.setDaemon(true);
        timer.setWaitForTasksToCompleteOnShutdown(true);
        timer.setAwaitTerminationSeconds(LAST_TASK_SECONDS);
        return timer;
    }

    @Bean
    SharedPool sharedPool(JdbcStore store, @Qualifier("storeTimer") ScheduledExecutorService storeTimer) {
        return SharedPool.of(store).timer(storeTimer).build();
    }

    @Bean
    KeyHashResolver keyHashResolver(SharedPool sharedPool) {
        return sharedPool.keyHashes();
    }

    /** It is closed by the pool. */
    @Bean(destroyMethod = "")
    KeyStateWriter keyStateWriter(SharedPool sharedPool) {
        return sharedPool.keyStates();
    }

    @Bean
    RequestLogWriter requestLogWriter(
            JdbcStore store,
            KeyHashResolver keyHashResolver,
            @Qualifier("storeTimer") ScheduledExecutorService storeTimer) {
        return new RequestLogWriter(
                store,
                keyHashResolver,
                storeTimer,
                RequestLogWriter.DEFAULT_INTERVAL,
                RequestLogWriter.DEFAULT_CAPACITY);
    }

    @Bean
    GptLoad gptLoad(SharedPool sharedPool, GptLoadMetrics metrics, ObjectProvider<PoolWatcher> watchers) {
        GptLoad.Builder builder = GptLoad.builder().listener(sharedPool).listener(metrics);
        watchers.forEach(builder::listener);
        GptLoad engine = builder.build();
        metrics.watch(engine);
        return engine;
    }

    /** On a thread of its own: nothing the database does may hold it up. */
    @Bean
    ScheduledExecutorFactoryBean callTimer() {
        ScheduledExecutorFactoryBean timer = new ScheduledExecutorFactoryBean();
        timer.setThreadNamePrefix("gptload-timeouts-");
        timer.setDaemon(true);
        return timer;
    }

    @Bean
    CallTimeouts callTimeouts(@Qualifier("callTimer") ScheduledExecutorService callTimer) {
        return new CallTimeouts(callTimer);
    }

    @Bean
    Catalog catalog(SharedPool sharedPool, GptLoad gptLoad, CallTimeouts timeouts, GatewaySettings settings) {
        UpstreamProxies proxies =
                settings.proxy().isNone() ? UpstreamProxies.NONE : new EnvironmentProxies(settings.proxy());
        Catalog catalog = new Catalog(sharedPool, gptLoad, proxies, timeouts);
        catalog.start();
        return catalog;
    }

    @Bean
    LogRetention logRetention(
            JdbcStore store, @Qualifier("storeTimer") ScheduledExecutorService storeTimer, GatewaySettings settings) {
        LogRetention retention = new LogRetention(store);
        if (!settings.slave()) {
            storeTimer.scheduleWithFixedDelay(
                    retention::apply, 0, LogRetention.INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
        return retention;
    }
}
