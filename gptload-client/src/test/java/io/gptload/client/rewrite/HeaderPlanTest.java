package io.gptload.client.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.HeaderRule;
import io.gptload.client.time.TimeSource;
import io.gptload.client.wire.Channel;
import io.gptload.client.wire.HeaderView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderPlanTest {

    private static final TimeSource NOON = new TimeSource() {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(1_700_000_001_999L);
        }
    };
    private static final RewriteContext CONTEXT = new RewriteContext("sk-leakcanary-secret", "free", "10.0.0.7", NOON);

    private static Map<String, String> set(HeaderEdits edits) {
        Map<String, String> headers = new LinkedHashMap<>();
        edits.forEachSet((name, value) -> assertThat(headers.put(name, value)).isNull());
        return headers;
    }

    private static HeaderEdits edits(Channel channel, Credential credential, HeaderRule... rules) {
        return HeaderPlan.compile(channel, List.of(rules)).edits(credential, HeaderView.EMPTY, CONTEXT);
    }

    @Test
    void placesTheKeyAndRemovesTheCallersCredentials() {
        HeaderEdits edits = edits(Channel.OPENAI, Credential.BEARER);
        assertThat(set(edits)).containsExactly(Map.entry("Authorization", "Bearer sk-leakcanary-secret"));
        assertThat(List.of("authorization", "X-API-Key", "X-Goog-Api-Key", "API-KEY"))
                .allMatch(edits::removes);
        assertThat(List.of("User-Agent", "anthropic-version", "Proxy-Authorization"))
                .noneMatch(edits::removes);
        assertThat(edits.removed()).containsExactlyElementsOf(Credential.HEADERS);
        assertThat(edits.sets("AUTHORIZATION")).isTrue();
        assertThat(edits.sets("x-api-key")).isFalse();
    }

    @Test
    void aNameMayBeLong() {
        String name = "X-" + "Long-".repeat(30) + "Name";
        HeaderEdits edits = edits(Channel.OPENAI, Credential.BEARER, HeaderRule.remove(name));
        assertThat(edits.removes(name.toLowerCase(Locale.ROOT))).isTrue();
        assertThat(edits.removes(name + "s")).isFalse();
    }

    @Test
    void setsNoHeaderWhenTheKeyIsInTheQuery() {
        assertThat(set(edits(Channel.GEMINI, Credential.GEMINI_QUERY))).isEmpty();
    }

    @Test
    void addsTheVersionOnlyWhenItIsMissing() {
        assertThat(set(edits(Channel.ANTHROPIC, Credential.X_API_KEY)))
                .containsExactly(
                        Map.entry("x-api-key", "sk-leakcanary-secret"), Map.entry("anthropic-version", "2023-06-01"));

        HeaderEdits kept = HeaderPlan.compile(Channel.ANTHROPIC, List.of())
                .edits(Credential.X_API_KEY, HeaderView.of(Map.of("Anthropic-Version", "2024-01-01")), CONTEXT);
        assertThat(set(kept)).containsOnlyKeys("x-api-key");
        assertThat(kept.removes("anthropic-version")).isFalse();
    }

    @Test
    void rulesHaveTheLastWord() {
        HeaderEdits edits = edits(
                Channel.ANTHROPIC,
                Credential.X_API_KEY,
                HeaderRule.remove("x-api-key"),
                HeaderRule.set("anthropic-version", "2030-01-01"),
                HeaderRule.set("Authorization", "Key ${API_KEY}"),
                HeaderRule.remove("User-Agent"));
        assertThat(set(edits))
                .containsExactly(
                        Map.entry("Anthropic-Version", "2030-01-01"),
                        Map.entry("Authorization", "Key sk-leakcanary-secret"));
        assertThat(edits.removes("user-agent")).isTrue();
        assertThat(edits.removes("anthropic-version")).isTrue();

        HeaderEdits noVersion = edits(Channel.ANTHROPIC, Credential.BEARER, HeaderRule.remove("anthropic-version"));
        assertThat(set(noVersion)).containsOnlyKeys("Authorization");
    }

    @Test
    void resolvesVariables() {
        HeaderEdits edits = edits(
                Channel.OPENAI,
                Credential.BEARER,
                HeaderRule.set("X-T", "${GROUP_NAME}-${CLIENT_IP}"),
                HeaderRule.set("X-M", "${TIMESTAMP_MS}/${TIMESTAMP_S}."),
                HeaderRule.set("X-L", "$${OTHER} ${group_name} ${CLIENT_IP"));
        assertThat(set(edits))
                .containsEntry("X-T", "free-10.0.0.7")
                .containsEntry("X-M", "1700000001999/1700000001.")
                .containsEntry("X-L", "$${OTHER} ${group_name} ${CLIENT_IP");
    }

    @Test
    void aVariableIsNotLookedForInsideAnother() {
        RewriteContext odd = new RewriteContext("${GROUP_NAME}", "${API_KEY}", null, NOON);
        HeaderEdits edits = HeaderPlan.compile(
                        Channel.OPENAI, List.of(HeaderRule.set("X", "${API_KEY}|${GROUP_NAME}|${CLIENT_IP}|")))
                .edits(Credential.BEARER, HeaderView.EMPTY, odd);
        assertThat(set(edits)).containsEntry("X", "${GROUP_NAME}|${API_KEY}||");
    }

    @Test
    void someHeadersAreNotForRules() {
        HeaderEdits edits = edits(
                Channel.OPENAI,
                Credential.BEARER,
                HeaderRule.set("host", "evil"),
                HeaderRule.remove("content-length"),
                HeaderRule.set("Transfer-Encoding", "chunked"));
        assertThat(set(edits)).containsOnlyKeys("Authorization");
        assertThat(List.of("Host", "Content-Length", "Transfer-Encoding")).noneMatch(edits::removes);
    }

    @Test
    void refusesDuplicates() {
        List<HeaderRule> rules = List.of(HeaderRule.remove("a"), HeaderRule.set("A", "1"));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> HeaderPlan.compile(Channel.OPENAI, rules));
    }

    @Test
    void showsNoKey() {
        HeaderEdits edits = edits(Channel.OPENAI, Credential.BEARER, HeaderRule.set("X-K", "${API_KEY}"));
        assertThat(edits).asString().contains("Authorization", "X-K").doesNotContain("secret");
        assertThat(CONTEXT).asString().contains("free").doesNotContain("secret");
    }
}
