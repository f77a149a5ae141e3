package io.gptload.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Turns the JSON of the control API into keys and faults. */
final class ControlInput {
    private static final long LONGEST_MILLIS = Duration.ofDays(366).toMillis();
    private static final List<String> KEY_FIELDS = List.of(
            "key",
            "behaviour",
            "requests",
            "tokens",
            "window_ms",
            "scope",
            "account",
            "denied_models",
            "rate_limit_headers",
            "retry_after_ms");
    private static final List<String> FAULT_FIELDS =
            List.of("kind", "status", "delay_ms", "after_chunks", "content_type", "body", "times");

    private ControlInput() {}

    static List<SimulatedKey> keys(byte[] body) {
        JsonNode json = parse(body);
        if (!json.isArray()) {
            throw new ControlInputException("the body must be a JSON list of keys");
        }
        List<SimulatedKey> keys = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            keys.add(key(new ControlFields("[" + i + "]", json.path(i), KEY_FIELDS)));
        }
        return keys;
    }

    static List<Fault> faults(byte[] body) {
        JsonNode json = parse(body);
        if (!json.isArray()) {
            return List.of(fault(new ControlFields("", json, FAULT_FIELDS)));
        }
        if (json.isEmpty()) {
            throw new ControlInputException("the body must contain at least one fault");
        }
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            faults.add(fault(new ControlFields("[" + i + "]", json.path(i), FAULT_FIELDS)));
        }
        return faults;
    }

    private static JsonNode parse(byte[] body) {
        JsonNode json = Json.parse(body);
        if (!json.isContainer()) {
            throw new ControlInputException("the body must be JSON");
        }
        return json;
    }

    private static SimulatedKey key(ControlFields fields) {
        KeyBehaviour behaviour =
                fields.has("behaviour") ? fields.choice("behaviour", KeyBehaviour.class) : KeyBehaviour.VALID;
        SimulatedKey key = SimulatedKey.of(fields.text("key"), behaviour);
        for (RateLimit.Unit unit : RateLimit.Unit.values()) {
            if (fields.has(unit.label())) {
                long amount = fields.number(unit.label(), 0, Long.MAX_VALUE / 2);
                key = key.limit(new RateLimit(unit, amount, millis(fields, "window_ms", 1)));
            }
        }
        for (String model : fields.texts("denied_models")) {
            key = key.denyingModel(model);
        }
        LimitScope scope = fields.has("scope") ? fields.choice("scope", LimitScope.class) : LimitScope.PER_KEY;
        if (fields.has("account") || scope.perAccount()) {
            key = key.account(fields.text("account"));
        }
        key = scope.perModel() ? key.perModel() : key;
        key = fields.flag("rate_limit_headers", true) ? key : key.withoutRateLimitHeaders();
        return fields.flag("retry_after_ms", false) ? key.withRetryAfterMillis() : key;
    }

    private static Fault fault(ControlFields fields) {
        Fault fault = switch (fields.choice("kind", Fault.Kind.class)) {
            case STATUS -> Fault.status((int) fields.number("status", 200, 599));
            case HANG -> Fault.hang();
            case RESET -> Fault.reset();
            case FORBID_EVERYBODY -> Fault.forbidEverybody();
            case REPLY ->
                Fault.reply(
                        (int) fields.number("status", 200, 599),
                        fields.text("content_type"),
                        fields.has("body") ? fields.text("body") : "");
            case SLOW_FIRST_BYTE -> Fault.slowFirstByte(millis(fields, "delay_ms", 0));
            case CUT_STREAM -> Fault.cutStream((int) fields.number("after_chunks", 0, 1_000_000));
            case ERROR_EVENT_FIRST -> Fault.errorEventFirst();
            case EMPTY_REPLY -> Fault.emptyReply();
        };
        return fields.has("times") ? fault.times((int) fields.number("times", 1, Integer.MAX_VALUE)) : fault;
    }

    private static Duration millis(ControlFields fields, String name, long least) {
        return Duration.ofMillis(fields.number(name, least, LONGEST_MILLIS));
    }
}
