package io.gptload.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.AggregateGroup;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.StandardGroup;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.GroupSettings.FailurePolicyMode;
import io.gptload.client.config.KeyOptions;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.GptLoadListener;
import io.gptload.client.event.KeyRef;
import io.gptload.client.http.okhttp.GroupClient;
import io.gptload.client.wire.Channel;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

class GroupsFromPropertiesTest {

    private static final String KEY = "sk-leakcanary-0001";
    private static final String OTHER = "sk-leakcanary-0002";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(GptLoadAutoConfiguration.class));

    private static ApplicationContextRunner withYaml(ApplicationContextRunner runner, String yaml) {
        return runner.withInitializer(context -> {
            try {
                new YamlPropertySourceLoader()
                        .load("yaml", new ByteArrayResource(yaml.getBytes()))
                        .forEach(context.getEnvironment().getPropertySources()::addLast);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static GroupConfig config(GptLoad engine, String name) {
        return ((StandardGroup) engine.group(name)).config();
    }

    @Test
    void fiveLinesMakeAGroupThatAnswers() throws Exception {
        ProviderSimulator provider =
                ProviderSimulator.builder().key(SimulatedKey.valid(KEY)).build();
        try (SimulatorServer server = SimulatorServer.start(provider)) {
            withYaml(runner, """
                    gptload:
                      groups:
                        openai:
                          upstreams: %s
                          keys: ${OPENAI_KEYS}
                    """.formatted(server.baseUrl()))
                    .withPropertyValues("OPENAI_KEYS=sk-leakcanary-dead," + KEY)
                    .run(context -> assertThat(GroupClient.of(
                                            context.getBean(GptLoad.class).group("openai"))
                                    .post(
                                            "/v1/chat/completions",
                                            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                                    .status())
                            .isEqualTo(200));
        }
    }

    @Test
    void aKnownVendorNeedsNothingButKeys() {
        runner.withPropertyValues(
                        "gptload.groups.openai.keys=" + KEY,
                        "gptload.groups.anthropic.keys=" + KEY,
                        "gptload.groups.backup.provider=gemini",
                        "gptload.groups.backup.keys=" + KEY)
                .run(context -> {
                    GptLoad engine = context.getBean(GptLoad.class);
                    assertThat(config(engine, "openai").channel()).isEqualTo(Channel.OPENAI);
                    assertThat(config(engine, "openai").upstreams())
                            .extracting(upstream -> upstream.baseUrl().toString())
                            .containsExactly("https://api.openai.com");
                    assertThat(config(engine, "anthropic").channel()).isEqualTo(Channel.ANTHROPIC);
                    assertThat(config(engine, "backup").channel()).isEqualTo(Channel.GEMINI);
                    assertThat(config(engine, "backup").provider()).isEqualTo("gemini");
                });
    }

    @Test
    void everythingAGroupCanSay(@TempDir Path folder) throws Exception {
        Path keys = Files.writeString(folder.resolve("keys"), "# comment\n" + OTHER + "\n\nsk-leakcanary-0003\n");
        withYaml(runner, """
                gptload:
                  settings:
                    max-retries: 7
                    max-wait: 2s
                    key-budgets: "30 rpm, gpt-4o: 50 requests/day"
                  groups:
                    main:
                      channel: openai-response
                      provider: Mine
                      upstreams:
                        - https://a.example
                        - url: https://b.example/base
                          weight: 3
                      keys:
                        - %s
                        - value: sk-leakcanary-0004
                          account: team
                          tier: 2
                          weight: 10
                      keys-file: %s
                      keys-from-env: MORE_KEYS
                      settings:
                        max-retries: 1
                        blacklist-threshold: 0
                        failure-policy: gpt-load
                        max-replay-body: 1MB
                        proxy-url: http://proxy.example:8080
                      header-rules:
                        - name: X-Team
                          value: blue
                        - name: User-Agent
                          action: remove
                      model-redirects:
                        gpt-3.5-turbo: gpt-4o-mini
                      model-redirect-strict: true
                      param-overrides: '{"max_tokens": 100}'
                    second:
                      provider: openai
                      keys: %s
                  aggregates:
                    all:
                      members:
                        main: 3
                        second: 1
                """.formatted(KEY, keys.toUri(), KEY))
                .withPropertyValues("MORE_KEYS=sk-leakcanary-0005\nsk-leakcanary-0006, sk-leakcanary-0007")
                .run(context -> {
                    GptLoad engine = context.getBean(GptLoad.class);
                    GroupConfig main = config(engine, "main");
                    assertThat(main.channel()).isEqualTo(Channel.OPENAI_RESPONSE);
                    assertThat(main.provider()).isEqualTo("mine");
                    assertThat(main.upstreams())
                            .extracting(upstream -> upstream.displayUrl() + " " + upstream.weight())
                            .containsExactly("https://a.example 1", "https://b.example/base 3");
                    assertThat(main.keys())
                            .extracting(key -> key.secret())
                            .containsExactly(
                                    KEY,
                                    "sk-leakcanary-0004",
                                    OTHER,
                                    "sk-leakcanary-0003",
                                    "sk-leakcanary-0005",
                                    "sk-leakcanary-0006",
                                    "sk-leakcanary-0007");
                    assertThat(main.keys().get(1).options()).isEqualTo(new KeyOptions("team", 2, 10, null));
                    assertThat(main.keys().get(2).options()).isEqualTo(KeyOptions.DEFAULTS);
                    assertThat(main.settings().maxRetries()).isEqualTo(1);
                    assertThat(main.settings().blacklistThreshold()).isZero();
                    assertThat(main.settings().failurePolicy()).isEqualTo(FailurePolicyMode.GPT_LOAD);
                    assertThat(main.settings().maxWait()).isEqualTo(Duration.ofSeconds(2));
                    assertThat(main.settings().keyBudgets()).hasToString("30 requests/minute, gpt-4o: 50 requests/day");
                    assertThat(main.settings().maxReplayBody()).isEqualTo(1 << 20);
                    assertThat(main.settings().proxyUrl()).isEqualTo("http://proxy.example:8080");
                    assertThat(main.headerRules()).hasSize(2);
                    assertThat(main.modelRedirects().target("gpt-3.5-turbo")).isEqualTo("gpt-4o-mini");
                    assertThat(main.modelRedirects().strict()).isTrue();
                    assertThat(main.paramOverrides().member("max_tokens")).isNotNull();
                    assertThat(config(engine, "second").settings().maxRetries()).isEqualTo(7);
                    AggregateGroup all = (AggregateGroup) engine.group("all");
                    assertThat(all.config().channel()).isEqualTo(Channel.OPENAI_RESPONSE);
                    assertThat(all.members()).extracting(Group::name).containsExactly("main", "second");
                });
    }

    @Test
    void environmentVariablesDo() {
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "systemEnvironment", Map.of("GPTLOAD_GROUPS_OPENAI_KEYS", KEY + "," + OTHER))))
                .run(context -> assertThat(
                                config(context.getBean(GptLoad.class), "openai").keys())
                        .hasSize(2));
    }

    @Configuration(proxyBeanMethods = false)
    static class Caller {

        @Autowired
        @Qualifier("openai")
        Group byQualifier;

        @Autowired
        Group anthropic;
    }

    @Configuration(proxyBeanMethods = false)
    static class BeanOfThatName {

        @Bean
        String openai() {
            return "mine";
        }
    }

    @Test
    void groupsAreBeansByQualifierAndByName() {
        runner.withUserConfiguration(Caller.class)
                .withPropertyValues("gptload.groups.openai.keys=" + KEY, "gptload.groups.anthropic.keys=" + KEY)
                .run(context -> {
                    Caller caller = context.getBean(Caller.class);
                    assertThat(caller.byQualifier.name()).isEqualTo("openai");
                    assertThat(caller.anthropic.name()).isEqualTo("anthropic");
                    assertThat(context.getBean("openai", Group.class)).isSameAs(caller.byQualifier);
                });
    }

    @Test
    void aBeanOfTheApplicationKeepsItsName() {
        runner.withUserConfiguration(Caller.class, BeanOfThatName.class)
                .withPropertyValues("gptload.groups.openai.keys=" + KEY, "gptload.groups.anthropic.keys=" + KEY)
                .run(context -> {
                    assertThat(context.getBean("openai")).isEqualTo("mine");
                    assertThat(context.getBean(Caller.class).byQualifier.name()).isEqualTo("openai");
                });
    }

    @Test
    void noPropertyMeansAnEngineWithoutGroups() {
        runner.run(context ->
                assertThat(context.getBean(GptLoad.class).groupNames()).isEmpty());
    }

    @Test
    void listenersAndCustomizersAreAttached() {
        List<GptLoadEvent> events = new CopyOnWriteArrayList<>();
        runner.withBean(GptLoadListener.class, () -> events::add)
                .withBean(
                        GptLoadBuilderCustomizer.class,
                        () -> builder -> builder.group(
                                "own", g -> g.upstream("https://own.example").keys(KEY)))
                .withPropertyValues("gptload.groups.openai.keys=" + KEY)
                .run(context -> {
                    assertThat(context.getBean(GptLoad.class).groupNames()).containsExactly("openai", "own");
                    assertThat(events).anyMatch(event -> event.group().equals("openai"));
                });
    }

    @Test
    void refreshKeepsTheStateOfKeysThatStay(@TempDir Path folder) throws Exception {
        Path keys = Files.writeString(folder.resolve("keys"), KEY + "\n" + OTHER);
        Map<String, Object> more = new HashMap<>();
        runner.withInitializer(context ->
                        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("more", more)))
                .withPropertyValues(
                        "gptload.groups.openai.keys-file=" + keys.toUri(), "gptload.groups.gone.provider=groq")
                .withPropertyValues("gptload.groups.gone.keys=" + KEY)
                .run(context -> {
                    GptLoad engine = context.getBean(GptLoad.class);
                    GptLoadRefresher refresher = context.getBean(GptLoadRefresher.class);
                    Group before = engine.group("openai");
                    before.invalidate(KeyRef.of(KEY));
                    assertThat(refresher.refresh().isEmpty()).isTrue();

                    Files.writeString(keys, KEY + "\nsk-leakcanary-0003");
                    more.put("gptload.groups.fresh.provider", "mistral");
                    more.put("gptload.groups.fresh.keys", OTHER);
                    GptLoadRefresher.Changes changes = refresher.refresh();
                    assertThat(changes.changed()).containsExactly("openai");
                    assertThat(changes.added()).containsExactly("fresh");
                    assertThat(engine.group("openai")).isSameAs(before);
                    assertThat(before.counts().invalid()).isEqualTo(1);
                    assertThat(before.counts().ready()).isEqualTo(1);
                    assertThat(engine.groupNames()).contains("fresh");

                    more.clear();
                    assertThat(refresher.refresh().removed()).containsExactly("fresh");
                });
    }

    @Test
    void keyFilesAreReadAgainByThemselves(@TempDir Path folder) throws Exception {
        Path keys = Files.writeString(folder.resolve("keys"), KEY);
        runner.withPropertyValues("gptload.groups.openai.keys-file=" + keys, "gptload.refresh-interval=20ms")
                .run(context -> {
                    Group openai = context.getBean(GptLoad.class).group("openai");
                    Files.writeString(keys, KEY + "\n" + OTHER);
                    await().untilAsserted(
                                    () -> assertThat(openai.counts().ready()).isEqualTo(2));
                });
    }
}
