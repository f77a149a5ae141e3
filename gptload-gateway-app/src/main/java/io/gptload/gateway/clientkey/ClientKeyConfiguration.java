package io.gptload.gateway.clientkey;

import io.gptload.client.store.jdbc.ChangeCounters.Kind;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.shared.SharedPool;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps clients in line with the database. */
@Configuration(proxyBeanMethods = false)
class ClientKeyConfiguration {

    @Bean
    ClientRegistry clientRegistry(JdbcStore store, SharedPool sharedPool, MeterRegistry registry) {
        ClientRegistry clients =
                new ClientRegistry(store.clientKeys(), new ClientMetrics(registry), InstantSource.system());
        clients.load();
        sharedPool.watch(Kind.CLIENT_KEYS, clients::load);
        return clients;
    }

    /** What was used before the start counts from the first call on. */
    @Bean
    ClientUsageSync clientUsageSync(
            ClientRegistry clientRegistry,
            JdbcStore store,
            @Qualifier("storeTimer") ScheduledExecutorService storeTimer,
            MeterRegistry registry) {
        ClientUsageSync sync = new ClientUsageSync(clientRegistry, store.clientUsage(), storeTimer);
        sync.flush();
        FunctionCounter.builder("gptload.client.failures", sync, ClientUsageSync::failures)
                .description("How often the use of client keys could not be written or read; it is tried again")
                .register(registry);
        return sync;
    }
}
