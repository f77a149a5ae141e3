package io.gptload.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.Group;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class PropertyProblemsTest {

    private static final String KEY = "sk-leakcanary-0001";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(GptLoadAutoConfiguration.class));

    private FailureAnalysis analysis(String... properties) {
        FailureAnalysis[] found = new FailureAnalysis[1];
        runner.withPropertyValues(properties).run(context -> {
            assertThat(context).hasFailed();
            found[0] = new InvalidGptLoadPropertiesFailureAnalyzer().analyze(context.getStartupFailure());
        });
        assertThat(found[0]).isNotNull();
        assertThat(found[0].getDescription() + found[0].getAction()).doesNotContain("leakcanary");
        return found[0];
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            groups.openai.channel=morse             | groups.openai.channel: 'morse' is not a channel | openai, openai-response, gemini, anthropic
            groups.openai.keys=${NOT_SET}           | groups.openai.keys[0]: '${NOT_SET}' is not set  | NOT_SET
            groups.openai.keys=                     | groups.openai.keys: there is no key             | keys-file
            groups.openai.keys=sk-leakcanary-\u00e4 | groups.openai.keys[0]: 'sk-l****                | printable ASCII
            groups.openai.keys[0].tier=0            | groups.openai.keys[0].tier: '0'                 | from 1 to 9
            groups.openai.keys[0].weight=101        | groups.openai.keys[0].weight: '101'             | from 1 to 100
            groups.openai.keys[0].account=          | groups.openai.keys[0].account: ''               | 255 characters
            groups.openai.keys-file=file:/none      | groups.openai.keys-file: 'file:/none' is not    | file:
            groups.openai.keys-from-env=NONE        | groups.openai.keys-from-env: 'NONE' is not set  | environment variable
            groups.openai.upstreams=ftp://x         | groups.openai.upstreams[0].url: 'ftp://x'       | http://
            groups.openai.upstreams=https://u:leakcanary@ | groups.openai.upstreams[0].url: 'https://**** | a host
            groups.other.keys=k                     | groups.other.upstreams: there is no base URL    | provider to one of openai
            groups.openai.upstreams[0].weight=-1    | groups.openai.upstreams[0].url                  | http
            groups.Openai.keys=k                    | groups.Openai: there is already                 | name of its own
            groups.o_k.provider=openai              | groups.                                         | keys
            groups.openai.settings.max-retries=-1   | groups.openai.settings.max-retries: '-1'        | at least 0
            groups.openai.settings.max-wait=-1s     | groups.openai.settings.max-wait: 'PT-1S'        | 0 or more
            groups.openai.settings.key-budgets=3 rpx | groups.openai.settings.key-budgets: '3 rpx'    | 30 requests/minute
            groups.openai.settings.connect-timeout=0s | groups.openai.settings.connect-timeout: 'PT0S' | above 0
            groups.openai.settings.proxy-url=ftp://u:leakcanary@x | groups.openai.settings.proxy-url: '****' | socks5
            groups.openai.settings.failure-policy=x | groups.openai.settings.failure-policy: 'x'      | smart, gpt-load
            groups.openai.settings.failover-status-codes=x | failover-status-codes: 'x'               | 100 and 999
            settings.max-idle-conns=0               | gptload.settings.max-idle-conns: '0'            | at least 1
            groups.openai.header-rules[0].name=a b  | groups.openai.header-rules[0]: 'a b'            | header name
            groups.openai.param-overrides=[]        | groups.openai.param-overrides                   | object
            groups.openai.model-redirects.a=        | groups.openai.model-redirects                   | model name
            groups.openai.failure-rules=classpath:x | groups.openai.failure-rules: 'classpath:x' is not | classpath:
            aggregates.all.members.nobody=1         | aggregates.all.members.nobody: there is no group 'nobody' | openai
            aggregates.all.members.openai=-1        | aggregates.all.members.openai: '-1'             | 0 to 1000
            aggregates.all.channel=openai           | aggregates.all.members: there is no member      | weights
            aggregates.open-ai.members.openai=1     | aggregates.open-ai: there is already gptload.groups.openai | name of its own
            routes[0].group=openai                  | routes[0].host: '' is not a host                | api.openai.com
            routes[0].group=nobody                  | routes[0].group: there is no group 'nobody'     | openai
            refresh-interval=-1s                    | refresh-interval: 'PT-1S' is not allowed        | above 0
            """)
    void eachIsNamedWithItsValueAndAFix(String property, String description, String action) {
        FailureAnalysis analysis =
                property.startsWith("groups.openai.keys=") || property.startsWith("groups.openai.keys[")
                        ? analysis("gptload." + property)
                        : analysis("gptload.groups.openai.keys=sk-1", "gptload." + property);
        if (property.startsWith("groups.openai.keys-")) {
            analysis = analysis("gptload." + property);
        }
        assertThat(analysis.getDescription()).contains(description);
        assertThat(analysis.getAction()).contains(action);
    }

    @Test
    void allAreToldAtOnce() {
        FailureAnalysis analysis = analysis(
                "gptload.groups.openai.channel=morse",
                "gptload.groups.openai.upstreams[0].url=https://a.example",
                "gptload.groups.openai.upstreams[0].weight=-1",
                "gptload.groups.openai.settings.max-retries=-1",
                "gptload.groups.openai.settings.max-wait=-1s",
                "gptload.groups.claude.keys=" + KEY,
                "gptload.aggregates.all.members.nobody=1");
        assertThat(analysis.getDescription().lines().filter(line -> line.startsWith("    gptload.")))
                .hasSize(7);
        assertThat(analysis.getDescription())
                .contains(
                        "gptload.groups.openai.upstreams[0].weight: '-1' is not allowed",
                        "gptload.groups.openai.keys: there is no key",
                        "gptload.groups.claude.upstreams: there is no base URL");
    }

    @Test
    void anApplicationShowsThem(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThatThrownBy(() -> application.run("--gptload.groups.openai.channel=morse"))
                .isInstanceOf(BeanCreationException.class);
        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START",
                        "gptload.groups.openai.channel: 'morse' is not a channel.",
                        "gptload.groups.openai.keys: Set keys, keys-file or keys-from-env of the group");
    }

    @Test
    void whatNobodyReadsIsNamedWithoutItsValue(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThatThrownBy(() -> application.run(
                        "--gptload.groups.openai.keys=sk-1",
                        "--gptload.groups.openai.kyes=" + KEY,
                        "--gptload.groups.openai.max-retries=1",
                        "--gptload.groups.openai.api-key=" + KEY,
                        "--gptload.stoer.type=jdbc"))
                .hasRootCauseInstanceOf(UnboundConfigurationPropertiesException.class);
        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START",
                        "gptload.groups.openai.kyes: there is no such property, at ",
                        "gptload.stoer.type: Correct its name, or remove it.",
                        "gptload.groups.openai.api-key: Use gptload.groups.openai.keys.",
                        "gptload.groups.openai.max-retries: Use gptload.groups.openai.settings.max-retries.")
                .doesNotContain("leakcanary");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            groups.openai.settings.max-wait=abc       | 'abc' is not a duration                      | 500ms, 10s or 2m
            groups.openai.settings.max-retries=many   | 'many' is not a whole number                 | a whole number
            groups.openai.settings.max-replay-body=x  | 'x' is not a size                            | 32MB
            groups.other.keys[0].tier=first           | 'first' is not a whole number                | a whole number
            groups.openai.model-redirect-strict=maybe | 'maybe' is not true or false                 | true or false
            groups.openai.header-rules[0].action=drop | 'drop' is not one of set, remove             | set, remove
            store.type=disk                           | 'disk' is not one of memory, jdbc            | memory, jdbc
            store.jdbc.initialize-schema=yes          | 'yes' is not one of always, embedded, never  | always, embedded, never
            refresh-interval=often                    | 'often' is not a duration                    | 500ms, 10s or 2m
            groups.other=sk-leakcanary-0001           | there are properties below it                | groups.other.keys to its keys
            settings=sk-leakcanary-0001               | there are properties below it                | what is below it
            """)
    void whatIsOfTheWrongTypeIsNamedWithWhatMayStandThere(
            String property, String description, String action, CapturedOutput output) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThatThrownBy(() -> application.run("--gptload.groups.openai.keys=sk-1", "--gptload." + property))
                .hasCauseInstanceOf(ConfigurationPropertiesBindException.class);
        String name = "gptload." + property.substring(0, property.indexOf('='));
        assertThat(output)
                .contains("APPLICATION FAILED TO START", name + ": " + description, name + ": ", action)
                .doesNotContain("leakcanary");
    }

    @Test
    void whatIsOfTheWrongTypeIsRefusedWhenPropertiesAreReadAgain() {
        Map<String, Object> more = new HashMap<>();
        runner.withInitializer(context ->
                        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("more", more)))
                .withPropertyValues("gptload.groups.openai.keys=" + KEY)
                .run(context -> {
                    more.put("gptload.groups.openai.settings.max-wait", "abc");
                    assertThatThrownBy(context.getBean(GptLoadRefresher.class)::refresh)
                            .isInstanceOf(InvalidGptLoadPropertiesException.class)
                            .hasMessageContaining("gptload.groups.openai.settings.max-wait: 'abc' is not a duration");
                });
    }

    @Test
    void whatNobodyReadsIsRefusedWhenPropertiesAreReadAgain() {
        Map<String, Object> more = new HashMap<>();
        runner.withInitializer(context ->
                        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("more", more)))
                .withPropertyValues("gptload.groups.openai.keys=" + KEY, "gptload.observations.enabled=false")
                .run(context -> {
                    GptLoadRefresher refresher = context.getBean(GptLoadRefresher.class);
                    assertThat(refresher.refresh().isEmpty()).isTrue();
                    more.put("gptload.groups.other.kyes", KEY);
                    assertThatThrownBy(refresher::refresh)
                            .isInstanceOf(InvalidGptLoadPropertiesException.class)
                            .hasMessageContaining("gptload.groups.other.kyes: there is no such property")
                            .hasMessageNotContaining("leakcanary");
                });
    }

    @Test
    void anotherGroupThanThoseThatAreBeansIsToldOf(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Asking.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThatThrownBy(
                        () -> application.run("--gptload.groups.openai.keys=sk-1", "--gptload.groups.groq.keys=sk-1"))
                .hasRootCauseInstanceOf(NoSuchBeanDefinitionException.class);
        assertThat(output)
                .contains(
                        "asks for a group that is not a bean. Those that are: groq, openai.",
                        "gptload.routes[0].group, or take it from the bean GptLoad");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Asking {

        @Bean
        String asked(@Qualifier("shared") Group group) {
            return group.name();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void propertiesDoNotTellTheirSecrets() {
        runner.withPropertyValues(
                        "gptload.groups.openai.keys=" + KEY,
                        "gptload.groups.openai.upstreams=https://user:leakcanary@a.example",
                        "gptload.groups.openai.settings.proxy-url=http://user:leakcanary@proxy.example",
                        "gptload.groups.openai.header-rules[0].name=X-Secret",
                        "gptload.groups.openai.header-rules[0].value=leakcanary")
                .run(context -> assertThat(
                                List.of(context.getBean(GptLoadProperties.class).toString()))
                        .noneMatch(text -> text.contains("leakcanary")));
    }
}
