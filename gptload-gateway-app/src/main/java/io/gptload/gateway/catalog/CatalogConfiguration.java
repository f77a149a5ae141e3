package io.gptload.gateway.catalog;

import io.gptload.client.GptLoad;
import io.gptload.client.http.okhttp.CallTimeouts;
import io.gptload.client.http.okhttp.UpstreamProxies;
import io.gptload.client.store.jdbc.DatabaseInitialization;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.KeyHashResolver;
import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.client.store.jdbc.RequestLogWriter;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.redis.RedisChannel;
import io.gptload.client.store.shared.ChoreLease;
import io.gptload.client.store.shared.Retention;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.gateway.config.GatewaySettings;
import io.gptload.spring.metrics.GptLoadMetrics;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.scheduling.concurrent.ScheduledExecutorFactoryBean;

/** The engine, defined by the database and writing back what it learns of keys. */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

    private static final int LAST_TASK_SECONDS = 2;

    @Bean
    JdbcStore store(
            GatewaySettings settings,
            @Value("${gptload.gateway.accept-unreadable-keys:false}") boolean acceptUnreadableKeys) {
        KeyCipher cipher = settings.encryptionKey().isEmpty()
                ? KeyCipher.plaintext()
                : KeyCipher.aes(settings.encryptionKey().value());
        StoreOptions options = StoreOptions.DEFAULTS.withCipher(cipher);
        JdbcStore store = StoreOpening.open(
                settings.database(),
                settings.slave() ? options.withInitialization(DatabaseInitialization.NEVER) : options);
        if (!acceptUnreadableKeys) {
            checkKeys(store, settings);
        }
        if (!settings.slave()) {
            store.settings()
                    .insertMissing(Map.of(
                            Setting.APP_URL,
                            settings.defaultAppUrl(),
                            Setting.PROXY_KEYS,
                            settings.authKey().value()));
        }
        return store;
    }

    private static void checkKeys(JdbcStore store, GatewaySettings settings) {
        try {
            StoredKeysCheck.check(store, !settings.encryptionKey().isEmpty());
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
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

    /** @param prefix what the names of channels in Redis begin with; pools that share a Redis need different ones */
    @Bean
    SharedPool sharedPool(
            JdbcStore store,
            @Qualifier("storeTimer") ScheduledExecutorService storeTimer,
            GatewaySettings settings,
            @Value("${gptload.gateway.redis-prefix:" + RedisChannel.DEFAULT_PREFIX + "}") String prefix) {
        SharedPool.Builder pool = SharedPool.of(store).timer(storeTimer);
        settings.redis().ifPresent(dsn -> {
            RedisLogin.check(dsn);
            pool.channel(RedisChannels.of(dsn, prefix));
        });
        return pool.build();
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

    /** A follower never does chores. */
    @Bean
    ChoreLease choreLease(
            JdbcStore store, @Qualifier("storeTimer") ScheduledExecutorService storeTimer, GatewaySettings settings) {
        return new ChoreLease(store, !settings.slave(), storeTimer);
    }

    @Bean
    Retention logRetention(JdbcStore store, ChoreLease choreLease) {
        return applied(Retention.ofLog(store), choreLease);
    }

    @Bean
    Retention usageRetention(
            JdbcStore store,
            ChoreLease choreLease,
            @Value("${gptload.gateway.usage-retention-days:" + Retention.USAGE_DAYS + "}") int days) {
        return applied(Retention.ofUsage(store, checked("usage", days)), choreLease);
    }

    @Bean
    Retention auditRetention(
            JdbcStore store, ChoreLease choreLease, @Value("${gptload.gateway.audit-retention-days:180}") int days) {
        return applied(Retention.ofAudit(store, checked("audit", days)), choreLease);
    }

    private static int checked(String what, int days) {
        if (days < 0) {
            throw new IllegalArgumentException(
                    "gptload.gateway." + what + "-retention-days: must be 0 (for ever) or more, but is " + days);
        }
        return days;
    }

    private static Retention applied(Retention retention, ChoreLease choreLease) {
        choreLease.every(Retention.INTERVAL, retention::apply);
        return retention;
    }
}
