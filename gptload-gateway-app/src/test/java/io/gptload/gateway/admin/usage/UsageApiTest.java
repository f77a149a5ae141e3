package io.gptload.gateway.admin.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.SimulatedKey;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class UsageApiTest {

    private static final String ONE = "sk-leakcanary-usage-0001";
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @TempDir
    static Path folder;

    private static AdminFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new AdminFixture(folder);
        fixture.provider.setKey(SimulatedKey.valid(ONE));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static JsonNode usage(TestGroup group, String by) {
        Answer answer = fixture.get("/api/gptload/usage?group_id=" + group.id() + "&by=" + by);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.data();
    }

    private static void call(TestGroup group, String path, String json) {
        Answer answer = fixture.gateway.proxy(group.name(), path, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "openai|/v1/chat/completions|{\"model\":\"m\",",
                "openai|/v1/chat/completions|{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},",
                "openai-response|/v1/responses|{\"model\":\"m\",\"input\":\"hi\",",
                "openai-response|/v1/responses|{\"model\":\"m\",\"input\":\"hi\",\"stream\":true,",
                "anthropic|/v1/messages|{\"model\":\"m\",\"max_tokens\":100,",
                "anthropic|/v1/messages|{\"model\":\"m\",\"max_tokens\":100,\"stream\":true,",
                "gemini|/v1beta/models/m:generateContent|{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}],",
                "gemini|/v1beta/models/m:streamGenerateContent?alt=sse|{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}],",
                "gemini|/v1beta/models/m:streamGenerateContent|{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}],",
            })
    void tokensOfEveryChannelAreCounted(String channel, String path, String begin) {
        TestGroup group = fixture.group(channel, Map.of(), ONE);
        String body = path.contains("messages") || path.contains("chat")
                ? begin + MESSAGES
                : begin.substring(0, begin.length() - 1) + "}";
        call(group, path, body);
        await().untilAsserted(() -> assertThat(usage(group, "model").path("items"))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.path("model").asString()).isEqualTo("m");
                    assertThat(item.path("calls").asLong()).isEqualTo(1);
                    assertThat(item.path("calls_without_usage").asLong()).isZero();
                    assertThat(item.path("prompt_tokens").asLong()).isPositive();
                    assertThat(item.path("completion_tokens").asLong()).isPositive();
                    assertThat(item.path("total_tokens").asLong())
                            .isEqualTo(item.path("prompt_tokens").asLong()
                                    + item.path("completion_tokens").asLong());
                }));
    }

    @Test
    void usageIsShownByHourKeyModelAndGroup() {
        TestGroup group = fixture.group(ONE);
        assertThat(fixture.chat(group)).isEqualTo(200);
        assertThat(fixture.chat(group)).isEqualTo(200);
        await().until(() -> usage(group, "hour").path("total").path("calls").asLong() == 2);

        JsonNode hours = usage(group, "hour");
        assertThat(hours.path("by").asString()).isEqualTo("hour");
        assertThat(hours.path("more").asBoolean(true)).isFalse();
        assertThat(hours.path("items").path(0).path("hour").asString()).contains(":00:00");

        JsonNode key = usage(group, "key").path("items").path(0);
        assertThat(key.path("key").asString()).isEqualTo("sk-l****0001");
        assertThat(key.path("key_id").asLong()).isPositive();
        assertThat(key.path("group_name").asString()).isEqualTo(group.name());

        JsonNode groups = fixture.get("/api/gptload/usage?by=group&limit=1").data();
        assertThat(groups.path("items").size()).isEqualTo(1);
        assertThat(fixture.get("/api/gptload/usage?model=nobody-asked-for-it")
                        .data()
                        .path("total")
                        .path("calls")
                        .asLong())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "by=day,'hour, key, model, group'",
        "group_id=x,group_id must be an integer above 0",
        "from=yesterday,'from: must be an RFC 3339 time'",
        "to=12,'to: must be an RFC 3339 time'",
        "from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z,'from: must be before to'",
        "limit=0,'limit: must be an integer from 1 to 10000'",
        "limit=many,'limit: must be an integer from 1 to 10000'",
    })
    void badParametersAreNamed(String query, String message) {
        Answer answer = fixture.get("/api/gptload/usage?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains(message);
    }

    @Test
    void groupsWithoutUsageAreRefused() {
        assertThat(fixture.get("/api/gptload/usage?group_id=99999").status()).isEqualTo(404);
        TestGroup aggregate = fixture.aggregate(fixture.group(ONE));
        assertThat(fixture.get("/api/gptload/usage?group_id=" + aggregate.id()).body())
                .contains("its members have the usage");
        assertThat(fixture.gateway
                        .apiWithoutKey("GET", "/api/gptload/usage", null)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void tokensAreAmongTheMetrics() {
        TestGroup group = fixture.group(ONE);
        assertThat(fixture.chat(group)).isEqualTo(200);
        await().untilAsserted(() -> assertThat(fixture.gateway
                        .call(
                                "GET",
                                "/actuator/prometheus",
                                null,
                                Map.of("Authorization", "Bearer " + RunningGateway.AUTH_KEY))
                        .body())
                .containsPattern("gptload_tokens_total\\{group=\"" + group.name()
                        + "\",model=\"m\",type=\"completion\"[^}]*} [1-9]"));
    }
}
