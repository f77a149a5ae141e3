package io.gptload.gateway.catalog;

import io.gptload.client.GptLoad;
import io.gptload.client.http.okhttp.UpstreamProxies;
import io.gptload.client.store.jdbc.CatalogLoader;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyHashResolver;
import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.client.store.jdbc.RequestLogWriter;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.gateway.config.DatabaseDsn;
import io.gptload.gateway.config.GatewaySettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine, defined by the database and writing back what it learns of keys. */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

    private static final long POLL_MILLIS = 1000;

    @Bean
    JdbcStore store(GatewaySettings settings) {
        Path file = settings.database() instanceof DatabaseDsn.Sqlite sqlite ? sqlite.file() : null;
        if (file == null) {
            throw new IllegalStateException("DATABASE_DSN: only the path of a SQLite file is supported so far");
        }
        JdbcStore store = JdbcStore.sqlite(file, StoreOptions.DEFAULTS);
        store.settings()
                .insertMissing(Map.of(
                        Setting.APP_URL,
                        settings.defaultAppUrl(),
                        Setting.PROXY_KEYS,
                        settings.authKey().value()));
        return store;
    }

    /** Two threads: the state of keys must be written in time although much is being loaded or logged. */
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService storeTimer() {
        return Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "gptload-store");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Bean
    KeyStateWriter keyStateWriter(JdbcStore store, ScheduledExecutorService storeTimer) {
        return new KeyStateWriter(
                store, KeyHashResolver.SAME, UUID.randomUUID().toString(), storeTimer, KeyStateWriter.DEFAULT_INTERVAL);
    }

    @Bean
    RequestLogWriter requestLogWriter(JdbcStore store, ScheduledExecutorService storeTimer) {
        return new RequestLogWriter(
                store, storeTimer, RequestLogWriter.DEFAULT_INTERVAL, RequestLogWriter.DEFAULT_CAPACITY);
    }

    @Bean
    GptLoad gptLoad(KeyStateWriter keyStateWriter) {
        return GptLoad.builder().listener(keyStateWriter).build();
    }

    @Bean
    Catalog catalog(JdbcStore store, GptLoad gptLoad, ScheduledExecutorService storeTimer, GatewaySettings settings) {
        UpstreamProxies proxies = new EnvironmentProxies(settings.proxy());
        Catalog catalog = new Catalog(new CatalogLoader(store), store.changes(), gptLoad, proxies);
        catalog.reload();
        storeTimer.scheduleWithFixedDelay(catalog::reloadIfChanged, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
        return catalog;
    }
}
