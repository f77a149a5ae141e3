package io.gptload.gateway.admin.key;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.KeyOptions;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.RequestFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a group are to be used differently, and how. {@code null} is what the request says nothing of, and stays.
 *
 * @param ids the keys by their ids, or
 * @param keysText the keys themselves
 * @param disabledUntil with {@code enabled} being false or missing: until when
 * @param account empty for a quota of its own
 */
public record KeyOptionChange(
        @Nullable Long groupId,
        @Nullable List<@Nullable Long> ids,
        @Nullable String keysText,
        @Nullable Boolean enabled,
        @Nullable String disabledUntil,
        @Nullable Integer tier,
        @Nullable Integer weight,
        @Nullable String account) {

    private static final int MOST = 5000;

    /** @throws ApiException 400 if it is missing or not above 0 */
    long group() {
        return RequestFields.groupId(groupId);
    }

    /** The keys that are named by their ids; {@code null} if they are named otherwise. @throws ApiException 400 if it is unclear */
    @Nullable
    Set<Long> keyIds() {
        if ((ids == null) == (keysText == null)) {
            throw ApiException.invalidJson("invalid_json.which_keys");
        }
        if (ids == null) {
            return null;
        }
        if (ids.isEmpty() || ids.size() > MOST || ids.contains(null)) {
            throw ApiException.validation("key.bad_ids", MOST);
        }
        return new LinkedHashSet<>(ids);
    }

    /** The keys that are named by their values. @throws ApiException 400 if there are none, or too many */
    List<String> keys() {
        return new KeysRequest(groupId, keysText).keys();
    }

    /** Checks what is asked for. @throws ApiException 400 that names the first field that is not allowed */
    public void check(Instant now) {
        if (enabled == null && disabledUntil == null && tier == null && weight == null && account == null) {
            throw ApiException.validation("key.nothing_to_change");
        }
        if (Boolean.TRUE.equals(enabled) && disabledUntil != null) {
            throw ApiException.validation("key.disabled_until_of_enabled");
        }
        Instant until = until();
        if (until != null && !until.isAfter(now)) {
            throw ApiException.validation("key.disabled_until_past");
        }
        apply(KeyOptions.DEFAULTS);
    }

    /** The options with these changes. */
    public KeyOptions apply(KeyOptions before) {
        try {
            KeyOptions after = before;
            if (Boolean.TRUE.equals(enabled)) {
                after = after.withDisabledUntil(null);
            } else if (Boolean.FALSE.equals(enabled) || disabledUntil != null) {
                after = after.withDisabledUntil(Objects.requireNonNullElse(until(), Instant.MAX));
            }
            after = tier == null ? after : after.withTier(tier);
            after = weight == null ? after : after.withWeight(weight);
            return account == null ? after : after.withAccount(account.isBlank() ? null : account.strip());
        } catch (ConfigurationException e) {
            throw ApiException.notAllowed(e.at(e.field().replace("keys.", "")));
        }
    }

    private @Nullable Instant until() {
        if (disabledUntil == null) {
            return null;
        }
        try {
            Instant until = OffsetDateTime.parse(disabledUntil).toInstant();
            if (until.isBefore(Instant.parse("9999-12-31T00:00:00Z"))) {
                return until;
            }
        } catch (DateTimeException e) {
            // answered below
        }
        throw ApiException.validation("validation.bad_time", "disabled_until");
    }

    /** What changes, in words. */
    public String described() {
        List<String> parts = new ArrayList<>();
        if (Boolean.TRUE.equals(enabled)) {
            parts.add("enabled");
        } else if (Boolean.FALSE.equals(enabled) || disabledUntil != null) {
            parts.add(disabledUntil == null ? "disabled" : "disabled until " + disabledUntil);
        }
        add(parts, "tier", tier);
        add(parts, "weight", weight);
        add(parts, "account", account);
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String name, @Nullable Object value) {
        if (value != null) {
            parts.add(name + " " + value);
        }
    }

    /** Without the keys: they are secret. */
    @Override
    public String toString() {
        return "KeyOptionChange[" + groupId + ", " + described() + "]";
    }
}
