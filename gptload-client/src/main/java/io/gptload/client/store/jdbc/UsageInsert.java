package io.gptload.client.store.jdbc;

import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** Adds the tokens of attempts to the hours of their keys and models, as part of the transaction that logs them. */
final class UsageInsert {

    private final Database database;
    private final String upsert;

    UsageInsert(Database database) {
        this.database = database;
        this.upsert = database.dialect()
                .upsert(
                        "gptload_usage_hourly",
                        List.of("hour_ms", "group_id", "key_id", "model"),
                        List.of(
                                "calls",
                                "calls_untold",
                                "prompt_tokens",
                                "completion_tokens",
                                "cached_tokens",
                                "total_tokens"),
                        List.of(),
                        List.of());
    }

    void add(List<LoggedAttempt> attempts) {
        List<LoggedAttempt> counted =
                attempts.stream().filter(LoggedAttempt::usesModel).toList();
        if (counted.isEmpty()) {
            return;
        }
        Map<KeyOfGroup, Long> ids = ids(counted);
        Map<Place, UsageTotals> usage =
                new TreeMap<>(Place.ORDER); // in one order, so that two nodes never lock crosswise
        for (LoggedAttempt attempt : counted) {
            RequestLogRow row = attempt.row();
            Place place = new Place(
                    row.timestamp().truncatedTo(ChronoUnit.HOURS).toEpochMilli(),
                    row.groupId(),
                    ids.getOrDefault(new KeyOfGroup(row.groupId(), row.keyHash()), 0L),
                    ColumnText.VARCHAR_255.fit(row.model()));
            usage.merge(place, attempt.totals(), UsageTotals::plus);
        }
        database.batches()
                .batchUpdate(
                        upsert,
                        usage.entrySet().stream()
                                .map(entry -> parameters(entry.getKey(), entry.getValue()))
                                .toArray(SqlParameterSource[]::new));
    }

    private Map<KeyOfGroup, Long> ids(List<LoggedAttempt> attempts) {
        Set<String> hashes = attempts.stream()
                .map(attempt -> attempt.row().keyHash())
                .filter(hash -> !hash.isEmpty())
                .collect(Collectors.toSet());
        Map<KeyOfGroup, Long> ids = new HashMap<>();
        if (!hashes.isEmpty()) {
            database.write("SELECT id, group_id, key_hash FROM api_keys WHERE key_hash IN (:hashes)")
                    .param("hashes", hashes)
                    .query(row -> {
                        ids.put(new KeyOfGroup(row.getLong(2), row.getString(3)), row.getLong(1));
                    });
        }
        return ids;
    }

    private static SqlParameterSource parameters(Place place, UsageTotals totals) {
        return new MapSqlParameterSource("hour_ms", place.hourMillis)
                .addValue("group_id", place.group)
                .addValue("key_id", place.key)
                .addValue("model", place.model)
                .addValue("calls", totals.calls())
                .addValue("calls_untold", totals.untold())
                .addValue("prompt_tokens", totals.tokens().prompt())
                .addValue("completion_tokens", totals.tokens().completion())
                .addValue("cached_tokens", totals.tokens().cached())
                .addValue("total_tokens", totals.tokens().total());
    }

    private record KeyOfGroup(long group, String hash) {}

    private record Place(long hourMillis, long group, long key, String model) {

        static final Comparator<Place> ORDER = Comparator.comparingLong(Place::hourMillis)
                .thenComparingLong(Place::group)
                .thenComparingLong(Place::key)
                .thenComparing(Place::model);
    }
}
