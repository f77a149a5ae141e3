package io.gptload.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.RequestLogFilter;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.jdbc.StoredKey;
import io.gptload.client.store.shared.Retention;
import io.gptload.gateway.testing.RunningGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

    @TempDir
    Path folder;

    private JdbcStore open() {
        return JdbcStore.sqlite(folder.resolve("gpt-load.db"), StoreOptions.DEFAULTS);
    }

    private static RequestLogRow row(String id, Duration age) {
        return new RequestLogRow(
                id,
                Instant.now().minus(age),
                1,
                "g",
                0,
                "",
                new StoredKey(""),
                "",
                "m",
                true,
                "127.0.0.1",
                200,
                "/proxy/g/v1/chat/completions",
                1,
                "",
                "",
                RequestLogRow.FINAL,
                "",
                false,
                "");
    }

    private static List<String> ids(JdbcStore store) {
        return store.requestLogs().page(RequestLogFilter.all(), 0, 10).items().stream()
                .map(RequestLogRow::id)
                .toList();
    }

    @Test
    void rowsOlderThanTheSettingAllowsAreGoneAfterAStart() {
        try (JdbcStore store = open()) {
            store.requestLogs().insert(List.of(row("old", Duration.ofHours(25)), row("new", Duration.ofHours(23))));
            store.settings().save(Map.of(Setting.REQUEST_LOG_RETENTION_DAYS, 1));
        }
        try (RunningGateway gateway = RunningGateway.start(folder)) {
            JdbcStore store = gateway.context().getBean(JdbcStore.class);
            await().untilAsserted(() -> assertThat(ids(store)).containsExactly("new"));
        }
    }

    @Test
    void zeroDaysKeepEverything() {
        try (JdbcStore store = open()) {
            store.requestLogs().insert(List.of(row("old", Duration.ofDays(4000))));
            store.settings().save(Map.of(Setting.REQUEST_LOG_RETENTION_DAYS, 0));
            Retention.ofLog(store).apply();
            assertThat(ids(store)).containsExactly("old");
            store.settings().save(Map.of(Setting.REQUEST_LOG_RETENTION_DAYS, 3999));
            Retention.ofLog(store).apply();
            assertThat(ids(store)).isEmpty();
        }
    }
}
