package io.gptload.gateway.catalog;

import io.gptload.client.GptLoad;
import io.gptload.client.http.okhttp.CallTimeouts;
import io.gptload.client.http.okhttp.UpstreamProxies;
import io.gptload.client.store.jdbc.CatalogLoader;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.KeyHashResolver;
import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.client.store.jdbc.RequestLogWriter;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.gateway.config.DatabaseDsn;
import io.gptload.gateway.config.GatewaySettings;
import io.gptload.spring.metrics.GptLoadMetrics;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.scheduling.concurrent.ScheduledExecutorFactoryBean;

/** The engine, defined by the database and writing back what it learns of keys. */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

    private static final long POLL_MILLIS = 1000;
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
    CatalogHashes catalogHashes() {
        return new CatalogHashes();
    }

    @Bean
    KeyHashResolver keyHashResolver(GatewaySettings settings, CatalogHashes hashes) {
        return settings.encryptionKey().isEmpty() ? KeyHashResolver.SAME : hashes::storedHash;
    }

    @Bean
    KeyStateWriter keyStateWriter(
            JdbcStore store,
            KeyHashResolver keyHashResolver,
            @Qualifier("storeTimer") ScheduledExecutorService storeTimer) {
        return new KeyStateWriter(
                store, keyHashResolver, UUID.randomUUID().toString(), storeTimer, KeyStateWriter.DEFAULT_INTERVAL);
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
    GptLoad gptLoad(KeyStateWriter keyStateWriter, GptLoadMetrics metrics) {
        GptLoad engine =
                GptLoad.builder().listener(keyStateWriter).listener(metrics).build();
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
    Catalog catalog(
            JdbcStore store,
            GptLoad gptLoad,
            KeyStateWriter keyStateWriter,
            CatalogHashes hashes,
            @Qualifier("storeTimer") ScheduledExecutorService storeTimer,
            CallTimeouts timeouts,
            GatewaySettings settings) {
        UpstreamProxies proxies =
                settings.proxy().isNone() ? UpstreamProxies.NONE : new EnvironmentProxies(settings.proxy());
        Catalog catalog = new Catalog(
                new CatalogLoader(store), store.changes(), gptLoad, hashes, proxies, timeouts, keyStateWriter::flush);
        catalog.reload();
        storeTimer.scheduleWithFixedDelay(catalog::reloadIfChanged, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
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

    @Bean
    UsageRetention usageRetention(
            JdbcStore store,
            @Qualifier("storeTimer") ScheduledExecutorService storeTimer,
            GatewaySettings settings,
            @Value("${gptload.gateway.usage-retention-days:90}") int days) {
        UsageRetention retention = new UsageRetention(store, days);
        if (!settings.slave()) {
            storeTimer.scheduleWithFixedDelay(
                    retention::apply, 0, LogRetention.INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
        return retention;
    }
}
