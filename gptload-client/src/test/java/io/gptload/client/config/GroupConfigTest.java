package io.gptload.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.GptLoad;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureRule;
import io.gptload.client.policy.Scope;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GroupConfigTest {

    private static GroupConfig.Builder group() {
        return GroupConfig.named("g").upstream("https://api.example").keys("sk-leakcanary-0001");
    }

    static Stream<Arguments> badDefinitions() {
        return Stream.of(
                bad(
                        "name",
                        "Bad Name",
                        () -> GroupConfig.named("Bad Name")
                                .upstream("https://x")
                                .build()),
                bad(
                        "name",
                        "",
                        () -> GroupConfig.named("").upstream("https://x").build()),
                bad("channel", "cohere", () -> group().channel("cohere")),
                bad("keys", "''", () -> group().keys("")),
                bad("keys", "****", () -> group().keys("sk with blanks in it")),
                bad("keys", "****", () -> group().keys("sk-line\r\nbreak")),
                bad("upstreams.url", "ftp://x", () -> group().upstream("ftp://x")),
                bad("upstreams.url", "nonsense", () -> group().upstream("nonsense")),
                bad("upstreams.url", "http://", () -> group().upstream("http://")),
                bad("upstreams.weight", "-1", () -> group().upstream("https://y", -1)),
                bad("upstreams", "[]", () -> GroupConfig.named("g").build()),
                bad(
                        "upstreams",
                        "all weights 0",
                        () -> GroupConfig.named("g").upstream("https://x", 0).build()),
                bad(
                        "upstreams",
                        "https://x",
                        () -> GroupConfig.named("g")
                                .upstream("https://x")
                                .upstream("https://x/")
                                .build()),
                bad(
                        "failover_status_codes",
                        "500-400",
                        () -> GroupSettings.builder().failoverStatusCodes("500-400")),
                bad(
                        "failover_status_codes",
                        "abc",
                        () -> GroupSettings.builder().failoverStatusCodes("abc")),
                bad("failover_status_codes", "42", () -> GroupSettings.builder().failoverStatusCodes("42")),
                bad(
                        "max_retries",
                        "-1",
                        () -> GroupSettings.builder().maxRetries(-1).build()),
                bad(
                        "blacklist_threshold",
                        "-1",
                        () -> GroupSettings.builder().blacklistThreshold(-1).build()),
                bad(
                        "connect_timeout",
                        "PT0S",
                        () -> GroupSettings.builder()
                                .connectTimeout(Duration.ZERO)
                                .build()),
                bad(
                        "max_wait",
                        "PT-1S",
                        () -> GroupSettings.builder()
                                .maxWait(Duration.ofSeconds(-1))
                                .build()),
                bad(
                        "proxy_url",
                        "****",
                        () -> GroupSettings.builder()
                                .proxyUrl("gopher://u:secret@h")
                                .build()),
                bad("failure_policy", "stupid", () -> GroupSettings.FailurePolicyMode.parse("stupid")),
                bad("param_overrides", "", () -> ParamOverrides.parse("[1]")),
                bad(
                        "rules",
                        "twice",
                        () -> group().rule(rule("twice")).rule(rule("twice")).build()),
                bad(
                        "groups",
                        "g",
                        () -> GptLoad.builder().group(group().build()).group(group().build())),
                bad(
                        "scope",
                        "key",
                        () -> FailureRule.named("contradictory")
                                .statuses("400")
                                .category(Category.CLIENT_ERROR)
                                .scope(Scope.KEY)
                                .build()));
    }

    private static FailureRule rule(String id) {
        return FailureRule.named(id)
                .statuses("418")
                .category(Category.CLIENT_ERROR)
                .build();
    }

    private static Arguments bad(String field, String value, ThrowingCallable definition) {
        return Arguments.of(field, value, definition);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badDefinitions")
    void aDefinitionThatCannotWorkIsRefusedNamingFieldValueAndWhatIsAllowed(
            String field, String value, ThrowingCallable definition) {
        assertThatThrownBy(definition)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(value)
                .hasMessageContaining("expected")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"))
                .satisfies(e -> assertThat(((ConfigurationException) e).field()).contains(field));
    }

    @Test
    void aKeyGivenTwiceIsOneKey() {
        GroupConfig config =
                group().keys("sk-leakcanary-0001", "sk-leakcanary-0002").build();
        assertThat(config.keys()).hasSize(2);
    }

    @Test
    void aGroupMayBeDefinedBeforeItHasKeys() {
        assertThat(GroupConfig.named("g").upstream("https://x").build().keys()).isEqualTo(List.of());
    }

    @Test
    void askingForAGroupThatIsNotThereSaysWhichAre() {
        GptLoad gptLoad = GptLoad.builder().group(group().build()).build();
        assertThatThrownBy(() -> gptLoad.group("nope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nope")
                .hasMessageContaining("[g]");
    }
}
