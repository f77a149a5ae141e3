package io.gptload.gateway.clientkey;

import io.gptload.client.store.jdbc.ClientKeyRow;
import io.gptload.client.store.jdbc.LoggedClient;
import io.gptload.client.wire.TokenUsage;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client that calls by a key of its own, as it was last edited. All it is asked is answered from memory. Thread-safe. */
public final class NamedClient {

    private static final Set<String> MAY_NAME_NO_MODEL = Set.of("GET", "HEAD", "OPTIONS", "DELETE");
    private static final int LONGEST_NAME_SHOWN = 200;

    private final ClientKeyRow row;
    private final LoggedClient logged;
    private final Set<Long> groups;
    private final ModelPatterns models;
    private final ClientMeter meter;
    private final ClientCounters counters;
    private final InstantSource clock;

    NamedClient(ClientKeyRow row, ClientMeter meter, ClientCounters counters, InstantSource clock) {
        this.row = row;
        this.logged = new LoggedClient(row.id(), row.name());
        this.groups = Set.copyOf(row.groupIds());
        this.models = new ModelPatterns(row.models());
        this.meter = meter;
        this.counters = counters;
        this.clock = clock;
    }

    /** What the log calls it. */
    public LoggedClient logged() {
        return logged;
    }

    /** Whether its key opens that group now. */
    public boolean opens(long groupId) {
        return row.enabled() && !row.isExpired(clock.instant()) && mayCall(groupId);
    }

    private boolean mayCall(long groupId) {
        return groups.isEmpty() || groups.contains(groupId);
    }

    /**
     * Lets a call through and counts it, unless the key may not call that group or has called enough.
     *
     * @return {@code null} if it is let through
     */
    public @Nullable Refusal admit(long groupId, String groupName) {
        Refusal denied = denied(groupId, groupName);
        if (denied != null) {
            counters.denied().increment();
            return denied;
        }
        UsageDay today = meter.today();
        Refusal limited = limited(today);
        if (limited != null) {
            today.countRefused();
            counters.limited().increment();
            return limited;
        }
        meter.use();
        counters.admitted().increment();
        return null;
    }

    private @Nullable Refusal denied(long groupId, String groupName) {
        if (!row.enabled()) {
            return Refusal.forbidden("client_key_disabled", "The client key '" + row.name() + "' is disabled.");
        }
        Instant expires = row.expiresAt();
        if (expires != null && row.isExpired(clock.instant())) {
            return Refusal.unauthorized(
                    "The client key '" + row.name() + "' expired at " + expires.truncatedTo(ChronoUnit.SECONDS) + ".");
        }
        return mayCall(groupId)
                ? null
                : Refusal.forbidden(
                        "group_not_allowed",
                        "The client key '" + row.name() + "' may not use the group '" + groupName + "'.");
    }

    /** The limit of tokens comes first and that of calls a day last, as what is taken of it stays taken. */
    private @Nullable Refusal limited(UsageDay today) {
        if (row.dailyTokens() > 0 && today.tokens() >= row.dailyTokens()) {
            return limited("its " + row.dailyTokens() + " tokens a day", meter.secondsOfDayLeft(), false);
        }
        long seconds = meter.secondsUntilNextCall();
        if (seconds > 0) {
            return limited("its " + row.requestsPerMinute() + " requests a minute", seconds, true);
        }
        if (!today.takeRequest(row.dailyRequests())) {
            return limited("its " + row.dailyRequests() + " requests a day", meter.secondsOfDayLeft(), false);
        }
        return null;
    }

    private Refusal limited(String limit, long seconds, boolean soon) {
        return Refusal.limited(
                "The client key '" + row.name() + "' has used " + limit + ". Try again in " + seconds + " s.",
                seconds,
                soon);
    }

    /** Whether there are models it may not ask for. */
    public boolean limitsModels() {
        return !models.allowAll();
    }

    /** Whether the answer is a list of models it may only see a part of. @param rawPath below the group */
    public boolean seesPartOf(String method, String rawPath) {
        return limitsModels() && method.equals("GET") && RequestedModels.isList(rawPath);
    }

    /** Whether it may ask for that model. @param model without Gemini's {@code models/} */
    public boolean mayUse(String model) {
        return models.allow(model);
    }

    /**
     * Whether the models a call that was let through names are allowed; if not it does not count as a call.
     *
     * @param webSocket whether what it asks for may follow in messages
     * @param body in memory, or {@code null}
     * @return {@code null} if they are
     */
    public @Nullable Refusal checkModels(
            String method, String rawPath, @Nullable String rawQuery, byte @Nullable [] body, boolean webSocket) {
        if (models.allowAll()) {
            return null;
        }
        List<String> names = RequestedModels.of(rawPath, rawQuery, body);
        for (String name : names) {
            if (!models.allow(name)) {
                return deniedAfterAll(
                        "The client key '" + row.name() + "' may not use the model '" + shown(name) + "'.");
            }
        }
        boolean mustName = webSocket || !MAY_NAME_NO_MODEL.contains(method);
        return names.isEmpty() && mustName
                ? deniedAfterAll("The client key '" + row.name()
                        + "' may use some models only, and no model can be read from the request.")
                : null;
    }

    private static String shown(String name) {
        return name.length() <= LONGEST_NAME_SHOWN ? name : name.substring(0, LONGEST_NAME_SHOWN) + "...";
    }

    private Refusal deniedAfterAll(String message) {
        meter.today().giveRequestBack();
        counters.denied().increment();
        return Refusal.forbidden("model_not_allowed", message);
    }

    /** Counts the tokens an attempt of its took. */
    public void countTokens(TokenUsage usage) {
        meter.today().countTokens(usage.prompt(), usage.completion());
        counters.promptTokens().increment(usage.prompt());
        counters.completionTokens().increment(usage.completion());
    }

    ClientMeter meter() {
        return meter;
    }

    /** Whether what other nodes count matters. */
    boolean hasDailyLimit() {
        return row.dailyRequests() > 0 || row.dailyTokens() > 0;
    }

    @Override
    public String toString() {
        return "NamedClient[" + row.id() + " " + row.name() + "]";
    }
}
