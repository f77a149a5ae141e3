package io.gptload.gateway.admin.usage;

import io.gptload.client.store.jdbc.UsageQuery;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.RequestFields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters that say which usage is asked for. */
record UsageParameters(UsageQuery query, UsageQuery.By by, int limit) {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int DEFAULT_LIMIT = 1000;
    private static final int MOST = 10_000;

    /** @throws ApiException 400 that names the parameter and what is allowed */
    static UsageParameters of(Map<String, String> parameters, Instant now) {
        Instant to = instant(parameters, "to", now);
        Instant from = instant(parameters, "from", to.minus(DAY));
        if (!from.isBefore(to)) {
            throw ApiException.notAllowed("from: must be before to");
        }
        String group = text(parameters, "group_id");
        return new UsageParameters(
                new UsageQuery(
                        group == null ? null : (Long) RequestFields.groupIdParameter(group),
                        text(parameters, "model"),
                        from,
                        to),
                by(text(parameters, "by")),
                limit(text(parameters, "limit")));
    }

    private static @Nullable String text(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private static UsageQuery.By by(@Nullable String text) {
        return text == null
                ? UsageQuery.By.HOUR
                : UsageQuery.By.ofId(text)
                        .orElseThrow(() -> ApiException.notAllowed("by: allowed values are " + UsageQuery.By.ids()));
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw ApiException.notAllowed("limit: must be an integer from 1 to " + MOST);
    }

    private static Instant instant(Map<String, String> parameters, String name, Instant otherwise) {
        String text = text(parameters, name);
        if (text == null) {
            return otherwise;
        }
        try {
            Instant instant = OffsetDateTime.parse(text.replace(' ', '+')) // a plus sign that was not escaped
                    .toInstant();
            if (instant.isAfter(Instant.EPOCH) && instant.isBefore(Instant.parse("9999-12-31T00:00:00Z"))) {
                return instant;
            }
        } catch (DateTimeException e) {
            // answered below
        }
        throw ApiException.notAllowed(name + ": must be an RFC 3339 time, for instance 2026-03-01T08:00:00Z");
    }
}
