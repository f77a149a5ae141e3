package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gptload.client.store.jdbc.UsageQuery.By;
import io.gptload.client.wire.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class UsageTest extends StoreContract {

    private static final String ONE = "sk-leakcanary-1";
    private static final String TWO = "sk-leakcanary-2";

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

    @AfterEach
    void stopScheduler() {
        scheduler.shutdownNow();
    }

    private RequestLogWriter writer() {
        return new RequestLogWriter(store, KeyHashResolver.SAME, scheduler, Duration.ofDays(1), 1000);
    }

    private static LogDetails tokens(long prompt, long completion) {
        return LogDetails.of(new TokenUsage(prompt, completion, 1, prompt + completion));
    }

    private UsageQuery lastDay(Long group, String model) {
        return new UsageQuery(
                group,
                model,
                time.instant().minus(1, ChronoUnit.DAYS),
                time.instant().plus(1, ChronoUnit.DAYS));
    }

    private RequestLogRow row(long group, String model, boolean success) {
        RequestLogRow log = log(group, "");
        return new RequestLogRow(
                "",
                log.timestamp(),
                group,
                "g",
                0,
                "",
                StoredKey.NONE,
                "",
                model,
                success,
                "",
                success ? 200 : 500,
                "",
                1,
                "",
                "",
                RequestLogRow.FINAL,
                "",
                false,
                "");
    }

    @Test
    void tokensAddUpByHourKeyModelAndGroup() {
        long a = group("a", ONE, TWO);
        long b = group("b", ONE);
        RequestLogWriter writer = writer();
        writer.offer(row(a, "gpt-4o", true), ONE, tokens(10, 1));
        writer.offer(row(a, "gpt-4o", true), ONE, tokens(20, 2));
        writer.flush();
        writer.offer(row(a, "gpt-4o", true), ONE);
        writer.offer(row(a, "mini", true), TWO, tokens(100, 10));
        writer.offer(row(b, "mini", false), ONE, tokens(5, 0)); // broke off
        writer.offer(row(a, "gpt-4o", false), ONE);
        writer.offer(row(a, "", true), ONE);
        time.advance(Duration.ofHours(1));
        writer.offer(row(a, "gpt-4o", true), "sk-leakcanary-unknown", tokens(1000, 0));
        writer.close();
        assertThat(writer.rejected()).isZero();

        UsageTotals all = store.usage().total(lastDay(null, null));
        assertThat(all).isEqualTo(new UsageTotals(6, 1, new TokenUsage(1135, 13, 5, 1148)));

        Instant hour = time.instant().truncatedTo(ChronoUnit.HOURS);
        List<UsageRow> hours = store.usage().list(lastDay(a, "gpt-4o"), By.HOUR, 10);
        assertThat(hours).extracting(UsageRow::hour).containsExactly(hour.minus(1, ChronoUnit.HOURS), hour);
        assertThat(hours.get(0).totals()).isEqualTo(new UsageTotals(3, 1, new TokenUsage(30, 3, 2, 33)));

        List<UsageRow> keys = store.usage().list(lastDay(null, null), By.KEY, 10);
        assertThat(keys)
                .extracting(
                        UsageRow::groupId,
                        UsageRow::keyId,
                        row -> row.totals().tokens().total())
                .containsExactly(
                        tuple(a, 0L, 1000L),
                        tuple(a, key(a, TWO).id(), 110L),
                        tuple(a, key(a, ONE).id(), 33L),
                        tuple(b, key(b, ONE).id(), 5L));
        assertThat(store.usage().list(lastDay(null, null), By.KEY, 2)).hasSize(2);

        assertThat(store.usage().list(lastDay(null, null), By.MODEL, 10))
                .extracting(UsageRow::model)
                .containsExactly("gpt-4o", "mini");
        assertThat(store.usage().list(lastDay(null, "mini"), By.GROUP, 10))
                .extracting(UsageRow::groupId)
                .containsExactly(a, b);
    }

    @Test
    void modelsThatDifferInCaseAreDifferentThoseThatDifferInBlanksAreNot() {
        long a = group("a", ONE);
        RequestLogWriter writer = writer();
        writer.offer(row(a, "Llama", true), ONE, tokens(1, 1));
        writer.offer(row(a, "llama", true), ONE, tokens(2, 2));
        writer.offer(row(a, "llama ", true), ONE, tokens(3, 3));
        writer.offer(row(a, "x".repeat(300), true), ONE, tokens(4, 4));
        writer.close();
        assertThat(writer.rejected()).isZero();
        assertThat(store.usage().list(lastDay(null, null), By.MODEL, 10)).hasSize(3);
        assertThat(store.usage().total(lastDay(null, "llama")).tokens().prompt())
                .isEqualTo(5);
    }

    @Test
    void aRowTheDatabaseRefusesDoesNotCount() {
        long a = group("a", ONE);
        RequestLogWriter writer = writer();
        RequestLogRow twice = row(a, "m", true).with("same-id", StoredKey.NONE, "");
        writer.offer(twice, ONE, tokens(1, 0));
        writer.offer(twice, ONE, tokens(1, 0));
        writer.offer(row(a, "m", true), ONE, tokens(1, 0));
        writer.close();
        assertThat(writer.rejected()).isEqualTo(1);
        assertThat(store.usage().total(lastDay(null, null)).calls()).isEqualTo(2);
    }

    @Test
    void nothingUsedIsZero() {
        assertThat(store.usage().total(lastDay(null, null))).isEqualTo(UsageTotals.NONE);
        assertThat(store.usage().list(lastDay(null, null), By.HOUR, 10)).isEmpty();
    }

    @Test
    void oldHoursAreRemoved() {
        long a = group("a", ONE);
        RequestLogWriter writer = writer();
        writer.offer(row(a, "m", true), ONE, tokens(1, 0));
        writer.flush();
        Instant first = time.instant();
        time.advance(Duration.ofHours(2));
        writer.offer(row(a, "m", true), ONE, tokens(1, 0));
        writer.close();
        assertThat(store.usage().deleteBefore(first.truncatedTo(ChronoUnit.HOURS)))
                .isZero();
        assertThat(store.usage().deleteBefore(first.plus(1, ChronoUnit.HOURS))).isEqualTo(1);
        assertThat(store.usage().total(lastDay(null, null)).calls()).isEqualTo(1);
    }
}
