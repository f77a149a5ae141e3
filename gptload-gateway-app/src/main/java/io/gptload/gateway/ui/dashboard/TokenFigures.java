package io.gptload.gateway.ui.dashboard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.UsageQuery;
import io.gptload.client.store.jdbc.UsageRow;
import io.gptload.client.store.jdbc.UsageTotals;
import io.gptload.client.wire.TokenUsage;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * The tokens of the last 24 hours, and the models that took most of them. There is a row for each key and hour, so they are
 * summed up every half minute at most. Thread-safe.
 */
@Component
class TokenFigures {

    private static final Duration SPAN = Duration.ofDays(1);
    private static final int MODELS_SHOWN = 5;
    private static final double PERCENT = 100;

    private static final Duration FRESH = Duration.ofSeconds(30);

    private final JdbcStore store;
    private final Cache<Duration, Sums> sums =
            Caffeine.newBuilder().expireAfterWrite(FRESH).build();

    private record Sums(UsageTotals all, List<UsageRow> models, HourTable hours) {}

    TokenFigures(JdbcStore store) {
        this.store = store;
    }

    /** Tokens, short enough to be read at a glance. @param all whether there are any */
    record Tokens(
            boolean any,
            String all,
            String prompt,
            String completion,
            String cached,
            HourTable hours,
            List<Model> models) {}

    /** A model. @param width of its bar, in percent of the widest */
    record Model(String name, long calls, String tokens, double width) {}

    Tokens ofTheDay() {
        Sums day = sums.get(SPAN, this::sums);
        UsageTotals sum = day.all();
        List<UsageRow> rows = day.models();
        long most = Math.max(1, rows.stream().mapToLong(row -> total(row)).max().orElse(0));
        return new Tokens(
                sum.calls() > 0,
                brief(sum.tokens().total()),
                brief(sum.tokens().prompt()),
                brief(sum.tokens().completion()),
                brief(sum.tokens().cached()),
                day.hours(),
                rows.stream()
                        .map(row -> new Model(
                                Objects.requireNonNullElse(row.model(), ""),
                                row.totals().calls(),
                                brief(total(row)),
                                PERCENT * total(row) / most))
                        .toList());
    }

    private Sums sums(Duration span) {
        Instant now = Instant.now();
        UsageQuery query = new UsageQuery(null, null, now.minus(span), now);
        return new Sums(
                store.usage().total(query),
                store.usage().list(query, UsageQuery.By.MODEL, MODELS_SHOWN),
                HourTable.ofTokens(hours(query)));
    }

    /** Of each hour, those without any too. */
    private Map<Instant, TokenUsage> hours(UsageQuery query) {
        Map<Instant, TokenUsage> hours = new TreeMap<>();
        Instant last = query.to().truncatedTo(ChronoUnit.HOURS);
        for (Instant hour = last; !hour.isBefore(query.from()); hour = hour.minus(1, ChronoUnit.HOURS)) {
            hours.put(hour, TokenUsage.NONE);
        }
        store.usage()
                .list(query, UsageQuery.By.HOUR, hours.size())
                .forEach(row -> hours.put(
                        Objects.requireNonNull(row.hour()), row.totals().tokens()));
        return hours;
    }

    private static long total(UsageRow row) {
        return row.totals().tokens().total();
    }

    /** Such as 1.2M. */
    private static String brief(long number) {
        NumberFormat format =
                NumberFormat.getCompactNumberInstance(LocaleContextHolder.getLocale(), NumberFormat.Style.SHORT);
        format.setMaximumFractionDigits(1);
        return format.format(number);
    }
}
