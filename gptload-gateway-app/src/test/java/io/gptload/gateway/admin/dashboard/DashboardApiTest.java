package io.gptload.gateway.admin.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupColumn;
import io.gptload.client.store.jdbc.HourTotals;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.StoredKey;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DashboardApiTest {

    @TempDir
    Path folder;

    private AdminFixture fixture;

    @BeforeEach
    void start() {
        fixture = new AdminFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private JsonNode stats() {
        return fixture.get("/api/dashboard/stats").data();
    }

    private static RequestLogRow row(String id, Instant at, TestGroup group, TestGroup parent, int status) {
        return new RequestLogRow(
                id,
                at,
                group.id(),
                group.name(),
                parent == null ? 0 : parent.id(),
                parent == null ? "" : parent.name(),
                StoredKey.NONE,
                "",
                "m",
                status < 400,
                "127.0.0.1",
                status,
                "/",
                1,
                "",
                "",
                RequestLogRow.FINAL,
                "",
                false,
                "");
    }

    @Test
    void withoutDataAllFiguresAreNought() {
        JsonNode stats = stats();
        assertThat(stats.path("key_count").path("value").toString()).isEqualTo("0");
        assertThat(stats.path("key_count").has("sub_value")).isFalse();
        assertThat(stats.path("key_count").path("sub_value_tip").asString()).isEqualTo("Invalid keys");
        assertThat(stats.path("rpm").toString()).isEqualTo("{\"value\":0,\"trend\":0,\"trend_is_growth\":true}");
        assertThat(stats.path("request_count").toString())
                .isEqualTo("{\"value\":0,\"trend\":0,\"trend_is_growth\":true}");
        assertThat(stats.path("error_rate").toString()).isEqualTo("{\"value\":0,\"trend\":0,\"trend_is_growth\":true}");
    }

    @Test
    void theFiguresFollowTheLogAndCountTheTrafficOfAnAggregateOnce() {
        TestGroup group = fixture.group("sk-leakcanary-d-0001", "sk-leakcanary-d-0002");
        TestGroup aggregate = fixture.aggregate(group);
        fixture.engine(group).invalidate(KeyRef.of("sk-leakcanary-d-0002"));
        Instant now = Instant.now();
        fixture.store()
                .requestLogs()
                .insert(List.of(
                        row("1", now.minusSeconds(5), group, null, 200),
                        row("2", now.minusSeconds(4), group, aggregate, 200),
                        row("3", now.minusSeconds(3), group, null, 500),
                        row("4", now.minus(Duration.ofMinutes(15)), group, null, 200)));
        JsonNode stats = stats();
        assertThat(stats.path("key_count").path("value").asInt()).isEqualTo(1);
        assertThat(stats.path("key_count").path("sub_value").asInt()).isEqualTo(1);
        assertThat(stats.path("rpm").path("value").asDouble()).isEqualTo(0.3);
        assertThat(stats.path("rpm").path("trend").asDouble()).isCloseTo(200, within(1e-6));
        assertThat(stats.path("request_count").path("value").asInt()).isEqualTo(4);
        assertThat(stats.path("request_count").path("trend").asInt()).isEqualTo(100);
        assertThat(stats.path("error_rate").path("value").asDouble()).isEqualTo(25);
        assertThat(stats.path("error_rate").path("trend_is_growth").asBoolean(true))
                .isFalse();
    }

    @Test
    void fewerFailuresThanTheDayBeforeAreAnImprovement() {
        TestGroup group = fixture.group();
        Instant now = Instant.now();
        fixture.store().hourlyStats().add(group.id(), now.minus(Duration.ofHours(30)), new HourTotals(1, 1));
        fixture.store().hourlyStats().add(group.id(), now.minus(Duration.ofHours(2)), new HourTotals(3, 1));
        JsonNode stats = stats();
        assertThat(stats.path("error_rate").path("trend").asDouble()).isEqualTo(-25);
        assertThat(stats.path("error_rate").path("trend_is_growth").asBoolean()).isTrue();
        assertThat(stats.path("request_count").path("trend").asDouble()).isEqualTo(100);
    }

    @Test
    void theChartHasADayOfHours() {
        TestGroup group = fixture.group();
        TestGroup aggregate = fixture.aggregate(group);
        Instant now = Instant.now();
        fixture.store().hourlyStats().add(group.id(), now, new HourTotals(5, 2));
        fixture.store().hourlyStats().add(aggregate.id(), now, new HourTotals(4, 1));
        fixture.store().hourlyStats().add(group.id(), now.minus(Duration.ofHours(23)), new HourTotals(1, 0));
        fixture.store().hourlyStats().add(group.id(), now.minus(Duration.ofHours(25)), new HourTotals(9, 9));
        JsonNode chart = fixture.get("/api/dashboard/chart").data();
        List<Instant> labels = chart.path("labels")
                .valueStream()
                .map(label -> OffsetDateTime.parse(label.asString()).toInstant())
                .toList();
        assertThat(labels).hasSize(24).isSorted();
        assertThat(Duration.between(labels.get(23), Instant.now())).isLessThan(Duration.ofMinutes(61));
        JsonNode success = chart.path("datasets").path(0);
        JsonNode failed = chart.path("datasets").path(1);
        assertThat(chart.path("datasets").size()).isEqualTo(2);
        assertThat(success.path("label").asString()).isEqualTo("Successful");
        assertThat(success.path("color").asString()).isEqualTo("rgba(10, 200, 110, 1)");
        assertThat(failed.path("color").asString()).isEqualTo("rgba(255, 70, 70, 1)");
        assertThat(success.path("data").size()).isEqualTo(24);
        assertThat(IntStream.range(0, 24)
                        .map(i -> success.path("data").path(i).asInt())
                        .sum())
                .isEqualTo(6);
        assertThat(failed.path("data").path(23).asInt()).isEqualTo(2);
        JsonNode ofAggregate =
                fixture.get("/api/dashboard/chart?groupId=" + aggregate.id()).data();
        assertThat(ofAggregate.path("datasets").path(0).path("data").path(23).asInt())
                .isEqualTo(4);
        assertThat(fixture.get("/api/dashboard/chart?groupId=abc").code()).isEqualTo("BAD_REQUEST");
    }

    @Test
    void weakSecretsAreWarnedOfAndNeverShown() {
        TestGroup group = fixture.group();
        fixture.store()
                .settings()
                .save(Map.of(Setting.PROXY_KEYS, "leakcanary-tiny,LeakCanary-97531-#xyz-VWQ-qqq-864209-Z"));
        fixture.store()
                .groups()
                .update(group.id(), null, Map.of(GroupColumn.PROXY_KEYS, "leakcanaryonlylettersbutrathermanyofthem"));
        JsonNode warnings = stats().path("security_warnings");
        assertThat(warnings.toString()).doesNotContain("leakcanary-tiny", "leakcanaryonly", "LeakCanary-97531");
        List<String> found = warnings.valueStream()
                .map(w -> w.path("type").asString() + " " + w.path("severity").asString())
                .toList();
        assertThat(found)
                .contains(
                        "ENCRYPTION_KEY high",
                        "AUTH_KEY high",
                        "Global proxy key #1 high",
                        "Group proxy key [" + group.name() + "] #1 medium")
                .doesNotContain("Global proxy key #2 high", "Global proxy key #2 medium");
        assertThat(warnings.valueStream().map(w -> w.path("message").asString()))
                .contains("AUTH_KEY contains the common word 123456")
                .contains("Global proxy key #1 is too short (15 characters), at least 16 are needed");
        assertThat(warnings.path(0).path("suggestion").asString()).isNotBlank();
    }

    @Test
    void plainKeysWithoutAnEncryptionKeyAreFine() {
        fixture.group("sk-leakcanary-e-0001");
        assertThat(fixture.get("/api/dashboard/encryption-status").data().toString())
                .isEqualTo("{\"has_mismatch\":false,\"scenario_type\":\"\",\"message\":\"\",\"suggestion\":\"\"}");
    }

    @Test
    void nothingIsShownWithoutTheKey() {
        for (String path : List.of("stats", "chart", "encryption-status")) {
            assertThat(fixture.gateway
                            .apiWithoutKey("GET", "/api/dashboard/" + path, null)
                            .status())
                    .isEqualTo(401);
        }
    }
}
