package io.gptload.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.client.store.shared.StateChannel;
import io.gptload.spring.actuate.StoreHealthIndicator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** An application that shares groups with whoever else has the database, such as the gateway. */
class SharedStoreTest {

    private static final String KEY = "sk-leakcanary-0001";
    private static final String OTHER = "sk-leakcanary-0002";
    private static final String SECRET = "leakcanary-encryption-key";

    @TempDir
    Path folder;

    private ApplicationContextRunner runner;

    @BeforeEach
    void aDatabaseWithAGroup() {
        try (JdbcStore store = store()) {
            long group = store.groups()
                    .insert(GroupRow.standard(
                            "shared", "openai", "[{\"url\":\"http://127.0.0.1:9\",\"weight\":1}]", "m"));
            store.keys().importAll(group, List.of(KEY, OTHER).iterator(), seen -> {});
        }
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        GptLoadAutoConfiguration.class,
                        GptLoadStoreAutoConfiguration.class,
                        GptLoadHealthAutoConfiguration.class))
                .withPropertyValues(
                        "gptload.store.type=jdbc",
                        "gptload.store.jdbc.url=" + url(),
                        "gptload.encryption-key=" + SECRET,
                        "gptload.groups.openai.keys=" + KEY);
    }

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("gpt-load.db");
    }

    private JdbcStore store() {
        return JdbcStore.sqlite(folder.resolve("gpt-load.db"), StoreOptions.DEFAULTS.withCipher(KeyCipher.aes(SECRET)));
    }

    private static GptLoad engine(AssertableApplicationContext context) {
        return context.getBean(GptLoad.class);
    }

    @Test
    void groupsOfTheDatabaseAndOfThePropertiesStandSideBySide() {
        runner.withPropertyValues(
                        "gptload.aggregates.all.members.shared=1",
                        "gptload.routes[0].host=llm.example",
                        "gptload.routes[0].group=shared")
                .run(context -> {
                    assertThat(engine(context).groupNames()).containsExactly("all", "openai", "shared");
                    assertThat(engine(context).group("shared").counts().ready()).isEqualTo(2);
                    assertThat(engine(context).group("all").counts().ready()).isEqualTo(2);
                    assertThat(context.getBean("shared", Group.class))
                            .isSameAs(engine(context).group("shared"));
                });
    }

    @Test
    void whatOneApplicationLearnsTheOtherKnows() {
        runner.run(here -> runner.run(there -> {
            engine(here).group("shared").invalidate(KeyRef.of(KEY));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(
                                    engine(there).group("shared").counts().invalid())
                            .isEqualTo(1));
        }));
    }

    @Test
    void whatIsChangedInTheDatabaseIsTakenOver() {
        runner.run(context -> {
            try (JdbcStore store = store()) {
                store.groups()
                        .insert(GroupRow.standard(
                                "later", "openai", "[{\"url\":\"http://127.0.0.1:9\",\"weight\":1}]", "m"));
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(engine(context).groupNames()).contains("later"));
            assertThat(context.getBean(StoreHealthIndicator.class).health().getStatus())
                    .isEqualTo(Status.UP);
        });
    }

    @Test
    void theDatabaseWinsOverPropertiesOfTheSameName() {
        runner.withPropertyValues(
                        "gptload.groups.shared.upstreams=https://other.example", "gptload.groups.shared.keys=" + KEY)
                .run(context -> {
                    assertThat(engine(context).group("shared").counts().ready()).isEqualTo(2);
                    assertThat(context.getBean(GptLoadRefresher.class).refresh().isEmpty())
                            .isTrue();
                    assertThat(engine(context).group("shared").counts().ready()).isEqualTo(2);
                });
    }

    @Test
    void theDataSourceOfTheApplicationWillDo() {
        runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues("gptload.store.jdbc.url=", "spring.datasource.url=" + url())
                .run(context -> {
                    assertThat(context).hasSingleBean(DataSource.class);
                    assertThat(engine(context).groupNames()).contains("shared");
                });
    }

    @Test
    void withoutADatabaseThereIsNothingOfIt() {
        runner.withPropertyValues("gptload.store.type=memory").run(context -> {
            assertThat(context).doesNotHaveBean(JdbcStore.class).doesNotHaveBean(SharedPool.class);
            assertThat(engine(context).groupNames()).containsExactly("openai");
        });
    }

    private static void hasChannel(ApplicationContextRunner with, boolean expected) {
        with.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(SharedPool.class).channelFigures() != null)
                    .isEqualTo(expected);
            assertThat(context.getBeansOfType(StateChannel.class)).hasSize(expected ? 1 : 0);
        });
    }

    @Test
    void redisTellsOthersIfThereIsOne() {
        hasChannel(runner, false);
        hasChannel(runner.withPropertyValues("gptload.redis.url="), false);
        ApplicationContextRunner named =
                runner.withPropertyValues("gptload.redis.url=redis://u:leakcanary@127.0.0.1:1/3");
        named.run(context -> {
            Health health = context.getBean(StoreHealthIndicator.class).health();
            assertThat(health.getStatus()).isEqualTo(StoreHealthIndicator.DEGRADED);
            assertThat(health.getDetails()).containsEntry("redisConnected", false);
            assertThat(engine(context).group("shared").counts().ready()).isEqualTo(2);
        });
        hasChannel(named.withPropertyValues("gptload.redis.enabled=false"), false);
    }

    @Test
    void theRedisOfTheApplicationWillDo() {
        ApplicationContextRunner data = runner.withConfiguration(
                AutoConfigurations.of(SslAutoConfiguration.class, DataRedisAutoConfiguration.class));
        hasChannel(data.withPropertyValues("spring.data.redis.url=redis://u:leakcanary@127.0.0.1:1/3"), true);
        hasChannel(data.withPropertyValues("spring.data.redis.cluster.nodes=127.0.0.1:1,127.0.0.1:2"), true);
        hasChannel(
                data.withPropertyValues(
                        "spring.data.redis.sentinel.master=m", "spring.data.redis.sentinel.nodes=127.0.0.1:1"),
                true);
        hasChannel(data.withPropertyValues("spring.data.redis.ssl.enabled=true"), true);
        hasChannel(data.withPropertyValues("gptload.redis.url=redis://127.0.0.1:1"), true);
        hasChannel(data.withPropertyValues("gptload.redis.enabled=false"), false);
        hasChannel(data.withClassLoader(new FilteredClassLoader("redis.clients")), false);
        hasChannel(runner.withBean(UnifiedJedis.class, () -> RedisClient.create("127.0.0.1", 1)), true);
    }

    private void fails(ApplicationContextRunner with, String... texts) {
        with.run(context -> {
            assertThat(context).hasFailed();
            Throwable failure = context.getStartupFailure();
            assertThat(failure).rootCause().message().contains(texts).doesNotContain("leakcanary");
        });
    }

    @Test
    void whatIsMissingIsNamed() {
        fails(
                runner.withClassLoader(new FilteredClassLoader("org.sqlite")),
                "gptload.store.jdbc.url: 'jdbc:sqlite:' needs org.xerial:sqlite-jdbc",
                "Add the dependency");
        fails(
                runner.withClassLoader(new FilteredClassLoader("org.springframework.jdbc")),
                "gptload.store.type: 'jdbc' needs org.springframework:spring-jdbc");
        fails(
                runner.withClassLoader(new FilteredClassLoader("org.flywaydb")),
                "gptload.store.type: 'jdbc' needs org.flywaydb:flyway-core");
        fails(
                runner.withPropertyValues("gptload.store.jdbc.url=jdbc:db2:x"),
                "gptload.store.jdbc.url: it does not name a database that is supported",
                "jdbc:postgresql:");
        fails(
                runner.withPropertyValues("gptload.store.jdbc.url=jdbc:postgresql://u:leakcanary@h/x"),
                "gptload.store.jdbc.url: it holds credentials",
                "'jdbc:postgresql:' needs org.postgresql:postgresql",
                "'jdbc:postgresql:' needs org.flywaydb:flyway-database-postgresql",
                "gptload.store.jdbc.password");
        fails(
                runner.withPropertyValues("gptload.store.jdbc.url=jdbc:sqlite::memory:"),
                "gptload.store.jdbc.url: it does not name a file");
        fails(runner.withPropertyValues("gptload.store.jdbc.url="), "gptload.store.type: 'jdbc' needs a database");
        fails(
                runner.withPropertyValues("gptload.redis.url=http://user:leakcanary@x"),
                "gptload.redis.url: it is not a URL of Redis");
        fails(
                runner.withPropertyValues("gptload.redis.url=redis://:leakcanary@x/0?timeout=5s"),
                "gptload.redis.url: what follows the database is unknown",
                "spring.data.redis");
        fails(
                runner.withPropertyValues("gptload.redis.url=redis://x/one"),
                "gptload.redis.url: its path is not the number of a database");
        fails(
                runner.withPropertyValues("gptload.redis.url=redis://x")
                        .withClassLoader(new FilteredClassLoader("redis.clients")),
                "gptload.redis.url: Redis needs redis.clients:jedis");
        fails(
                runner.withPropertyValues("gptload.redis.url=redis://x", "gptload.store.type=memory"),
                "gptload.redis.url: there is nothing to tell others of");
    }

    @Test
    void anEncryptionKeyThatIsNotTheGatewaysIsNamed() {
        fails(
                runner.withPropertyValues("gptload.encryption-key=leakcanary-another"),
                "gptload.encryption-key: the keys in the database were not encrypted with it",
                "ENCRYPTION_KEY");
        fails(
                runner.withPropertyValues("gptload.encryption-key="),
                "gptload.encryption-key: it is not set, but the keys in the database are encrypted");
    }

    @Test
    void aDatabaseThatCannotBeOpenedIsNamed() {
        runner.withPropertyValues("gptload.store.jdbc.url=jdbc:sqlite:" + folder)
                .run(context -> {
                    FailureAnalysis analysis = new StoreFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis).isNotNull();
                    assertThat(analysis.getDescription()).contains("SQLITE_CANTOPEN");
                    assertThat(analysis.getAction()).contains("gptload.store.jdbc.url");
                });
        runner.withPropertyValues("gptload.store.jdbc.url=jdbc:sqlite:/proc/none/x.db")
                .run(context -> assertThat(new StoreFailureAnalyzer().analyze(context.getStartupFailure()))
                        .extracting(FailureAnalysis::getDescription)
                        .asString()
                        .contains("Cannot make the folder of /proc/none/x.db"));
    }

    @Test
    void tablesAreNotMadeIfTheyAreNotToBe() {
        fails(
                runner.withPropertyValues(
                        "gptload.store.jdbc.url=jdbc:sqlite:" + folder.resolve("new.db"),
                        "gptload.store.jdbc.initialize-schema=never"),
                "tables");
    }
}
