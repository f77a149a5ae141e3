package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class RequestLogTest extends StoreContract {

    private int ids;

    private RequestLogRow row(Instant at, String model, int status) {
        return new RequestLogRow(
                "id-" + ids++,
                at,
                1,
                "group_one",
                0,
                "",
                StoredKey.NONE,
                "hash",
                model,
                status < 400,
                "10.0.0.1",
                status,
                "/p",
                5,
                status < 400 ? "" : "100% wrong",
                "",
                RequestLogRow.FINAL,
                "https://u",
                false,
                "");
    }

    private List<String> models(UnaryOperator<RequestLogFilter> filter) {
        return store.requestLogs().page(filter.apply(RequestLogFilter.all()), 0, 100).items().stream()
                .map(RequestLogRow::model)
                .toList();
    }

    @Test
    void aRowOfAnotherMakeIsACallOfItsOwn() {
        RequestLogRow row = row(time.instant(), "m", 200);
        String ofGptLoad = "0b4b1a36-8cf3-4a53-9d24-5f2f0c6f1a3e";
        store.requestLogs()
                .insert(List.of(
                        row,
                        row.with(ofGptLoad, row.key(), ""),
                        row.with("0b4b1a36-8cf3-4a53-9d24-5f2f0c6f1a3f", row.key(), "")));
        assertThat(store.requestLogs().call(row.id()))
                .extracting(RequestLogRow::id)
                .containsExactly(row.id());
        assertThat(store.requestLogs().call(ofGptLoad)).hasSize(1);
    }

    @Test
    void filtersAndPagesNewestFirst() {
        Instant now = time.instant();
        store.requestLogs()
                .insert(List.of(
                        row(now.minusSeconds(3), "a_1", 200),
                        row(now.minusSeconds(2), "ab1", 429),
                        row(now, "c%", 200)));
        assertThat(models(f -> f)).containsExactly("c%", "ab1", "a_1");
        assertThat(models(f -> f.model("a_"))).containsExactly("a_1");
        assertThat(models(f -> f.model("%"))).containsExactly("c%");
        assertThat(models(f -> f.errorContains("100% w"))).containsExactly("ab1");
        assertThat(models(f -> f.success(true))).containsExactly("c%", "a_1");
        assertThat(models(f -> f.statusCode(429).sourceIp("10.0.0.1"))).containsExactly("ab1");
        assertThat(models(f -> f.groupName("one").requestType("final").keyHashes(List.of("hash"))))
                .hasSize(3);
        assertThat(models(f -> f.requestType("retry"))).isEmpty();
        assertThat(models(f -> f.from(now.minusSeconds(2)).to(now))).containsExactly("c%", "ab1");
        assertThat(models(f -> f.to(now.minusSeconds(2)))).containsExactly("ab1", "a_1");
        assertThat(store.requestLogs().page(RequestLogFilter.all(), 1, 1).items())
                .extracting(RequestLogRow::model)
                .containsExactly("ab1");
        assertThat(store.requestLogs().page(RequestLogFilter.all(), 1, 1, 1))
                .satisfies(page -> assertThat(page.total()).as("more than 1").isEqualTo(2))
                .satisfies(page -> assertThat(page.items())
                        .extracting(RequestLogRow::model)
                        .containsExactly("ab1"));
        assertThat(store.requestLogs().page(RequestLogFilter.all(), 0, 1, 5).total())
                .isEqualTo(3);
        assertThat(store.requestLogs().find("id-0"))
                .get()
                .extracting(RequestLogRow::timestamp)
                .isEqualTo(now.minusSeconds(3));
    }

    @Test
    void rowsOfSeveralZonesAreComparedByInstant() {
        Instant now = time.instant();
        store.requestLogs().insert(List.of(row(now.minusSeconds(60), "shanghai", 200)));
        try (JdbcStore west = open(options().withZone(ZoneId.of("America/Los_Angeles")))) {
            west.requestLogs().insert(List.of(row(now.minusSeconds(30), "west", 200)));
        }
        store.requestLogs().insert(List.of(row(now, "shanghai again", 200)));
        assertThat(models(f -> f)).containsExactly("shanghai again", "west", "shanghai");
        assertThat(models(f -> f.from(now.minusSeconds(40)))).containsExactly("shanghai again", "west");
        assertThat(models(f -> f.to(now.minusSeconds(20)))).containsExactly("west", "shanghai");
        assertThat(models(f -> f.from(now.plusSeconds(3600)))).isEmpty();
        assertThat(store.requestLogs().countFinal(now.minusSeconds(30), now)).isEqualTo(1);
        assertThat(store.requestLogs().deleteBefore(now.minusSeconds(10))).isEqualTo(2);
        assertThat(models(f -> f)).containsExactly("shanghai again");
    }

    @Test
    void removesOldRowsInChunks() {
        Instant now = time.instant();
        List<RequestLogRow> rows = new ArrayList<>();
        for (int i = 0; i < 4_500; i++) {
            rows.add(row(now.minus(Duration.ofDays(8)), "old", 200));
        }
        rows.add(row(now, "new", 200));
        store.requestLogs().insert(rows);
        assertThat(store.requestLogs().deleteBefore(now.minus(Duration.ofDays(7))))
                .isEqualTo(4_500);
        assertThat(models(f -> f)).containsExactly("new");
    }

    @Test
    void countsUsesAndHoursForTheGroupAndItsAggregate() {
        long member = group("member", "sk-leakcanary-1");
        long all = store.groups().insert(GroupRow.aggregate("all", "openai"));
        String hash = KeyHashes.sha256("sk-leakcanary-1");
        Instant now = time.instant();
        RequestLogRow good = row(now, "m", 200);
        List<RequestLogRow> rows = new ArrayList<>();
        for (RequestLogRow each : List.of(good, row(now.plusSeconds(5), "m", 200), row(now, "m", 500))) {
            rows.add(new RequestLogRow(
                    each.id(),
                    each.timestamp(),
                    member,
                    "member",
                    all,
                    "all",
                    StoredKey.NONE,
                    hash,
                    "m",
                    each.success(),
                    "",
                    each.statusCode(),
                    "",
                    1,
                    "",
                    "",
                    each.success() ? RequestLogRow.FINAL : RequestLogRow.RETRY,
                    "",
                    false,
                    ""));
        }
        store.requestLogs().insert(rows);
        assertThat(key(member, "sk-leakcanary-1").requestCount()).isEqualTo(2);
        assertThat(key(member, "sk-leakcanary-1").lastUsedAt()).isEqualTo(now.plusSeconds(5));
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        Instant end = hour.plusSeconds(3600);
        store.hourlyStats().add(member, now, new HourTotals(0, 4));
        assertThat(store.hourlyStats().hours(hour.minusSeconds(7200), end, member))
                .isEqualTo(Map.of(hour, new HourTotals(2, 4)));
        assertThat(store.hourlyStats().totals(hour, end, all)).isEqualTo(new HourTotals(2, 0));
        assertThat(store.hourlyStats().totals(hour, end, null)).isEqualTo(new HourTotals(2, 4));
        assertThat(store.hourlyStats().totals(hour.minusSeconds(3600), hour, null))
                .isEqualTo(HourTotals.NONE);
    }

    @Test
    void oneHourWrittenInTwoZonesIsOneHour() {
        Instant hour = time.instant().truncatedTo(ChronoUnit.HOURS);
        store.hourlyStats().add(1, hour, new HourTotals(1, 0));
        try (JdbcStore utc = open(options().withZone(ZoneId.of("UTC")))) {
            utc.hourlyStats().add(1, hour, new HourTotals(2, 1));
        }
        assertThat(store.hourlyStats().hours(hour, hour.plusSeconds(1), 1L))
                .isEqualTo(Map.of(hour, new HourTotals(3, 1)));
    }

    @Test
    void theLatestRowOfEachKeyCanBeVisited() {
        Instant now = time.instant();
        store.requestLogs().insert(List.of(row(now, "old", 200), row(now.plusSeconds(1), "new", 500)));
        List<String> seen = new ArrayList<>();
        store.requestLogs().forEachKey(RequestLogFilter.all(), each -> seen.add(each.model()));
        assertThat(seen).containsExactly("new");
    }

    @Test
    void textsAreCutBetweenCharactersAndLoseNul() {
        RequestLogRow odd = new RequestLogRow(
                "odd",
                time.instant(),
                1,
                "g",
                0,
                "",
                StoredKey.NONE,
                "",
                "\u0000" + "😀".repeat(300),
                true,
                "",
                200,
                "é".repeat(400),
                1,
                "\ud83d",
                "",
                RequestLogRow.FINAL,
                "",
                false,
                "x".repeat(70_000));
        store.requestLogs().insert(List.of(odd));
        RequestLogRow read = store.requestLogs().find("odd").orElseThrow();
        assertThat(read.model()).isEqualTo("😀".repeat(255));
        assertThat(read.requestPath()).isEqualTo("é".repeat(250));
        assertThat(read.errorMessage()).isEqualTo("\ufffd");
        assertThat(read.requestBody()).hasSize(65_000);
    }
}
