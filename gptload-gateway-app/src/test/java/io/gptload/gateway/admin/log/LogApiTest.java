package io.gptload.gateway.admin.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.client.store.jdbc.StoredKey;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class LogApiTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.250Z");
    private static final String ONE = "sk-leakcanary-log-0001";
    private static final String TWO = "sk-leakcanary-log-0002";
    private static final String FORMULA = "=sk-leakcanary-log,0003";

    @TempDir
    static Path folder;

    private static AdminFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new AdminFixture(folder);
        fixture.store()
                .requestLogs()
                .insert(List.of(
                        row("1", 0, "alpha", "", ONE, "gpt-4o", 500, "retry", "10.0.0.1", "boom happened"),
                        row("2", 1, "alpha", "agg", TWO, "gpt-4o-mini", 200, "final", "10.0.0.1", ""),
                        row("3", 2, "beta", "agg", ONE, "claude", 429, "final", "10.0.0.2", "slow down"),
                        row("4", 3, "beta", "", FORMULA, "100%_sure", 200, "final", "10.0.0.3", ""),
                        row("5", 4, "gamma", "", "", "gpt-4o", 503, "final", "10.0.0.3", "no key")));
    }

    private static RequestLogRow row(
            String id,
            int minute,
            String group,
            String parent,
            String key,
            String model,
            int status,
            String type,
            String ip,
            String error) {
        return new RequestLogRow(
                id,
                NOON.plus(minute, ChronoUnit.MINUTES),
                7,
                group,
                parent.isEmpty() ? 0 : 9,
                parent,
                key.isEmpty() ? StoredKey.NONE : new StoredKey(key),
                key.isEmpty() ? "" : KeyRef.of(key).hash(),
                model,
                status < 400,
                ip,
                status,
                "/v1/chat/completions",
                42,
                error,
                "",
                type,
                "http://provider.test/v1/chat/completions",
                false,
                "");
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static List<String> ids(String query) {
        Answer answer = fixture.get("/api/logs?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.data()
                .path("items")
                .valueStream()
                .map(item -> item.path("id").asString())
                .toList();
    }

    @Test
    void anAttemptIsListedWithAllThatIsKnown() {
        JsonNode item = fixture.get("/api/logs?group_name=alpha&is_success=true")
                .data()
                .path("items")
                .path(0);
        assertThat(item.propertyNames())
                .containsExactly(
                        "id",
                        "timestamp",
                        "group_id",
                        "group_name",
                        "parent_group_id",
                        "parent_group_name",
                        "key_value",
                        "key_hash",
                        "model",
                        "is_success",
                        "source_ip",
                        "status_code",
                        "request_path",
                        "duration_ms",
                        "error_message",
                        "user_agent",
                        "request_type",
                        "upstream_addr",
                        "is_stream",
                        "request_body");
        assertThat(item.path("key_value").asString()).isEqualTo(TWO);
        assertThat(item.path("is_success").asBoolean()).isTrue();
        assertThat(item.path("is_stream").asBoolean(true)).isFalse();
        assertThat(item.path("duration_ms").asInt()).isEqualTo(42);
        assertThat(OffsetDateTime.parse(item.path("timestamp").asString()).toInstant())
                .isEqualTo(NOON.plus(1, ChronoUnit.MINUTES));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 5 4 3 2 1",
        "group_name=alph, 2 1",
        "parent_group_name=agg, 3 2",
        "model=gpt-4o, 5 2 1",
        "model=mini, 2",
        "model=100%25_, 4",
        "model=%25, 4",
        "key_value=sk-leakcanary-log-0001, 3 1",
        "key_value=sk-leakcanary-log, ''",
        "is_success=true, 4 2",
        "is_success=0, 5 3 1",
        "is_success=perhaps, 5 4 3 2 1",
        "request_type=retry, 1",
        "status_code=429, 3",
        "status_code=x, 5 4 3 2 1",
        "source_ip=10.0.0.1, 2 1",
        "source_ip=10.0.0, ''",
        "error_contains=slow, 3",
        "group_name=beta&is_success=false, 3",
        "start_time=2026-03-01T12:02:00Z, 5 4 3",
        "start_time=2026-03-01T12:02:00.250Z, 5 4 3",
        "end_time=2026-03-01T12:01:00.250Z, 2 1",
        "end_time=2026-03-01T20:01:00.25%2B08:00, 2 1",
        "end_time=2026-03-01T20:01:00.25+08:00, 2 1",
        "start_time=2026-03-01T12:01:00Z&end_time=2026-03-01T12:03:00Z, 3 2",
        "start_time=yesterday, 5 4 3 2 1",
        "page=2&page_size=2, 3 2",
        "page=9&page_size=2, ''"
    })
    void theLogIsFiltered(String query, String ids) {
        assertThat(String.join(" ", ids(query))).isEqualTo(ids);
    }

    @Test
    void aPageSaysWhereItIs() {
        JsonNode data = fixture.get("/api/logs?page=2&page_size=2").data();
        assertThat(data.path("pagination").toString())
                .isEqualTo("{\"page\":2,\"page_size\":2,\"total_items\":5,\"total_pages\":3}");
    }

    @Test
    void theKeysOfTheLogAreExportedWithTheLatestAttemptOfEach() {
        Answer answer = fixture.get("/api/logs/export");
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/csv;charset=utf-8");
        assertThat(answer.header("Content-Disposition")).matches("attachment; filename=log_keys_export_\\d{14}\\.csv");
        String[] lines = answer.body().split("\n", -1);
        assertThat(lines[0]).isEqualTo("key_value,group_name,status_code");
        assertThat(lines)
                .hasSize(5)
                .contains(ONE + ",beta,429", TWO + ",alpha,200", "\"'" + FORMULA + "\",beta,200")
                .endsWith("");
        assertThat(fixture.get("/api/logs/export?group_name=alpha").body().split("\n"))
                .hasSize(3)
                .contains(ONE + ",alpha,500");
    }

    @Test
    void anExportLinkHoldsTheKey() {
        String link = "/api/logs/export?key=" + URLEncoder.encode(RunningGateway.AUTH_KEY, StandardCharsets.UTF_8);
        assertThat(fixture.gateway.call("GET", link, null, Map.of()).status()).isEqualTo(200);
        assertThat(fixture.gateway
                        .apiWithoutKey("GET", "/api/logs/export", null)
                        .status())
                .isEqualTo(401);
        assertThat(fixture.gateway.apiWithoutKey("GET", "/api/logs", null).status())
                .isEqualTo(401);
    }
}
