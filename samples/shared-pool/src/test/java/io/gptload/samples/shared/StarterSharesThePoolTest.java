package io.gptload.samples.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.GptLoad;
import io.gptload.client.PoolCounts;
import io.gptload.client.http.okhttp.GroupClient;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import io.gptload.spring.autoconfigure.GptLoadAutoConfiguration;
import io.gptload.spring.autoconfigure.GptLoadStoreAutoConfiguration;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import redis.embedded.RedisServer;

/** A Spring Boot application that was pointed at the gateway's database, and the gateway. */
@Timeout(120)
class StarterSharesThePoolTest {

    private static final String GROUP = "openai";
    private static final String DEAD = "sk-leakcanary-dead-00001";
    private static final String DYING = "sk-leakcanary-dying-0001";
    private static final String HEALTHY = "sk-leakcanary-healthy-01";
    private static final String ADDED = "sk-leakcanary-healthy-02";
    private static final String ENCRYPTION_KEY = "leakcanary-encryption-key";
    private static final String QUESTION =
            "{\"model\":\"gpt-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}";

    @TempDir
    Path folder;

    private final ProviderSimulator provider = ProviderSimulator.builder()
            .keys(SimulatedKey.valid(DYING), SimulatedKey.valid(HEALTHY), SimulatedKey.valid(ADDED))
            .build();

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({GptLoadAutoConfiguration.class, GptLoadStoreAutoConfiguration.class})
    static class Application {}

    private ConfigurableApplicationContext start(String... more) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        Stream<String> arguments = Stream.of(
                "--spring.config.name=none",
                "--spring.main.banner-mode=off",
                "--gptload.store.type=jdbc",
                "--gptload.store.jdbc.url=jdbc:sqlite:" + folder.resolve("gpt-load.db"),
                "--gptload.encryption-key=" + ENCRYPTION_KEY);
        return application.run(Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
    }

    private static void bothKnow(GptLoad application, Gateway gateway, int ready, int invalid) {
        PoolCounts expected = new PoolCounts(ready, 0, invalid);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(Keys.of(application.group(GROUP))).isEqualTo(expected);
            assertThat(gateway.keys(GROUP)).isEqualTo(expected);
        });
    }

    private void shares(Gateway gateway, ConfigurableApplicationContext application) throws Exception {
        GptLoad engine = application.getBean(GptLoad.class);
        for (int i = 0; i < 3; i++) {
            assertThat(GroupClient.of(engine.group(GROUP))
                            .post("/v1/chat/completions", QUESTION)
                            .status())
                    .isEqualTo(200);
        }
        bothKnow(engine, gateway, 2, 1); // the application found the dead key

        provider.setKey(SimulatedKey.invalid(DYING));
        for (int i = 0; i < 2; i++) {
            assertThat(gateway.ask(GROUP, QUESTION)).isTrue();
        }
        bothKnow(engine, gateway, 1, 2); // the gateway found the other one
        assertThat(provider.calls(DEAD)).isEqualTo(1);

        gateway.addKeys(ADDED);
        bothKnow(engine, gateway, 2, 2);
    }

    private void gatewayWithKeys(Gateway gateway, SimulatorServer server) throws Exception {
        gateway.createGroup(GROUP, server.baseUrl());
        gateway.addKeys(DEAD, DYING, HEALTHY);
    }

    @Test
    void throughTheDatabaseAlone() throws Exception {
        try (SimulatorServer server = SimulatorServer.start(provider);
                Gateway gateway = new Gateway(
                        folder.resolve("gpt-load.db"), "--gptload.gateway.encryption-key=" + ENCRYPTION_KEY)) {
            gatewayWithKeys(gateway, server);
            try (ConfigurableApplicationContext application = start()) {
                assertThat(application.getBean(SharedPool.class).channelFigures())
                        .isNull();
                shares(gateway, application);
            }
        }
    }

    @Test
    void throughRedisToo() throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        RedisServer redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        redis.start();
        String url = "redis://127.0.0.1:" + port + "/0";
        try (SimulatorServer server = SimulatorServer.start(provider);
                Gateway gateway = new Gateway(
                        folder.resolve("gpt-load.db"),
                        "--gptload.gateway.encryption-key=" + ENCRYPTION_KEY,
                        "--gptload.gateway.redis-dsn=" + url)) {
            gatewayWithKeys(gateway, server);
            try (ConfigurableApplicationContext application = start("--gptload.redis.url=" + url)) {
                SharedPool pool = application.getBean(SharedPool.class);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> pool.channelFigures().connected());
                shares(gateway, application);
                assertThat(pool.channelFigures().sent()).isPositive();
                assertThat(pool.channelFigures().received()).isPositive();
            }
        } finally {
            redis.stop();
        }
    }
}
