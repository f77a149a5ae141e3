package io.gptload.client.policy;

import io.gptload.client.wire.Channel;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** From the JSON of one rule to the calls of its builder. */
final class RuleJson {

    private static final Set<String> RULE = known("id", "note", "when", "then");
    private static final Set<String> WHEN = known(
            "channels",
            "providers",
            "statuses",
            "codes",
            "types",
            "status_names",
            "reasons",
            "message_starts_with",
            "message_contains",
            "failures",
            "model_served_elsewhere");
    private static final Set<String> THEN = known("category", "scope", "retry", "definite", "cooldown", "daily_reset");
    private static final Set<String> DAILY_RESET = known("zone", "time");

    private RuleJson() {}

    private static Set<String> known(String... names) {
        return new TreeSet<>(List.of(names));
    }

    static FailureRule rule(JsonFields json) {
        json.onlyKnows(RULE);
        FailureRuleBuilder rule = new FailureRuleBuilder(json.text("id"), json.path());
        if (json.has("note")) {
            rule.note(json.text("note"));
        }
        when(json.object("when"), rule);
        then(json.object("then"), rule);
        return rule.build();
    }

    private static void when(JsonFields when, FailureRuleBuilder rule) {
        when.onlyKnows(WHEN);
        if (when.has("channels")) {
            for (String id : when.texts("channels")) {
                rule.channels(named(when, "channels", id, Channel.ofId(id), List.of(Channel.values()), Channel::id));
            }
        }
        if (when.has("failures")) {
            for (String id : when.texts("failures")) {
                rule.failureKinds(named(
                        when, "failures", id, FailureKind.ofId(id), List.of(FailureKind.values()), FailureKind::id));
            }
        }
        if (when.has("statuses")) {
            rule.statuses(when.text("statuses"));
        }
        if (when.has("model_served_elsewhere")) {
            rule.modelServedElsewhere(when.flag("model_served_elsewhere"));
        }
        texts(when, "providers", rule::providers);
        texts(when, "codes", rule::codes);
        texts(when, "types", rule::types);
        texts(when, "status_names", rule::statusNames);
        texts(when, "reasons", rule::reasons);
        texts(when, "message_starts_with", rule::messageStartsWith);
        texts(when, "message_contains", rule::messageContains);
    }

    private static void texts(JsonFields when, String name, Consumer<String[]> setter) {
        if (when.has(name)) {
            setter.accept(when.texts(name));
        }
    }

    private static void then(JsonFields then, FailureRuleBuilder rule) {
        then.onlyKnows(THEN);
        if (then.has("category")) {
            String id = then.text("category");
            rule.category(named(then, "category", id, Category.ofId(id), List.of(Category.values()), Category::id));
        }
        if (then.has("scope")) {
            String id = then.text("scope");
            rule.scope(named(then, "scope", id, Scope.ofId(id), List.of(Scope.values()), Scope::id));
        }
        if (then.has("retry")) {
            String id = then.text("retry");
            rule.retry(named(then, "retry", id, Retry.ofId(id), List.of(Retry.values()), Retry::id));
        }
        if (then.has("definite")) {
            rule.definite(then.flag("definite"));
        }
        if (then.has("cooldown")) {
            rule.cooldown(duration(then));
        }
        if (then.has("daily_reset")) {
            dailyReset(then.object("daily_reset"), rule);
        }
    }

    private static Duration duration(JsonFields then) {
        String text = then.text("cooldown");
        Duration duration = DurationText.parse(text);
        if (duration == null) {
            throw then.bad("cooldown", text, "a duration such as 90s, 1h30m or PT1H");
        }
        return duration;
    }

    private static void dailyReset(JsonFields json, FailureRuleBuilder rule) {
        json.onlyKnows(DAILY_RESET);
        LocalTime time;
        try {
            time = LocalTime.parse(json.text("time"));
        } catch (DateTimeParseException e) {
            throw json.bad("time", json.text("time"), "a time of day such as 00:00");
        }
        try {
            rule.cooldownUntil(time, ZoneId.of(json.text("zone")));
        } catch (DateTimeException e) {
            throw json.bad("zone", json.text("zone"), "a time zone such as America/Los_Angeles");
        }
    }

    private static <T> T named(
            JsonFields json, String field, String id, Optional<T> found, List<T> all, Function<T, String> ids) {
        return found.orElseThrow(() -> json.bad(field, id, "one of " + Ids.list(all, ids)));
    }
}
