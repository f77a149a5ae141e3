package io.gptload.gateway.admin.usage;

import io.gptload.client.store.jdbc.UsageQuery;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.RequestFields;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The parameters that say which usage is asked for. */
record UsageParameters(UsageQuery query, UsageQuery.By by, int limit) {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int DEFAULT_LIMIT = 1000;
    private static final int MOST = 10_000;

    /** @throws ApiException 400 that names the parameter and what is allowed */
    static UsageParameters of(Map<String, String> parameters, Instant now) {
        Instant to = Objects.requireNonNullElse(RequestFields.instant(parameters, "to"), now);
        Instant from = Objects.requireNonNullElse(RequestFields.instant(parameters, "from"), to.minus(DAY));
        if (!from.isBefore(to)) {
            throw ApiException.validation("validation.from_not_before_to");
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
                        .orElseThrow(() -> ApiException.validation("validation.not_one_of", "by", UsageQuery.By.ids()));
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
        throw ApiException.validation("validation.bad_limit", MOST);
    }
}
