package io.gptload.client.store.redis;

import io.gptload.client.policy.Category;
import io.gptload.client.state.KeyStateChange;
import io.gptload.client.store.shared.StateNotice;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Bulletins as they travel: a JSON array of version, node, number, time and loss, then an array for each notice that begins
 * with its kind. Kinds and elements that a later version may add are passed over.
 */
final class BulletinText {

    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final int VERSION = 1;
    private static final int HEAD = 5;

    private BulletinText() {}

    static String write(Bulletin bulletin) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartArray();
            scalars(out, VERSION, bulletin.node(), bulletin.number(), bulletin.sentMillis(), bulletin.lost());
            for (StateNotice notice : bulletin.notices()) {
                out.writeStartArray();
                write(out, notice);
                out.writeEndArray();
            }
            out.writeEndArray();
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, StateNotice notice) {
        if (notice instanceof StateNotice.OfKey key) {
            write(out, key.group(), key.storedHash(), key.change());
        } else if (notice instanceof StateNotice.OfUpstream upstream) {
            scalars(out, "upstream", upstream.group(), upstream.upstream(), upstream.works());
        } else {
            scalars(out, "database");
        }
    }

    private static void write(JsonGenerator out, String group, String hash, KeyStateChange change) {
        long at = change.at().toEpochMilli();
        if (change instanceof KeyStateChange.Status s) {
            scalars(out, "status", group, hash, at, s.invalid(), s.strikes(), s.ruleId());
        } else if (change instanceof KeyStateChange.Rest r) {
            scalars(
                    out,
                    "rest",
                    group,
                    hash,
                    at,
                    r.model(),
                    millis(r.until()),
                    r.cause().id(),
                    r.ruleId());
        } else if (change instanceof KeyStateChange.RestEnd e) {
            scalars(out, "end", group, hash, at, e.model(), millis(e.until()));
        } else if (change instanceof KeyStateChange.Strikes s) {
            scalars(out, "strikes", group, hash, at, s.change(), s.strikes());
        }
    }

    private static long millis(Instant instant) {
        return instant.toEpochMilli();
    }

    private static void scalars(JsonGenerator out, @Nullable Object... values) {
        for (Object value : values) {
            if (value == null) {
                out.writeNull();
            } else if (value instanceof Number number) {
                out.writeNumber(number.longValue());
            } else if (value instanceof Boolean flag) {
                out.writeBoolean(flag);
            } else {
                out.writeString(value.toString());
            }
        }
    }

    /** @return {@code null} if it is no bulletin of a version we know */
    static @Nullable Bulletin read(String text) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), text)) {
            return in.nextToken() == JsonToken.START_ARRAY ? bulletin(in) : null;
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Bulletin bulletin(JsonParser in) {
        List<@Nullable Object> head = new ArrayList<>();
        List<StateNotice> notices = new ArrayList<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            if (token == null) {
                return null;
            }
            if (token != JsonToken.START_ARRAY) {
                head.add(scalar(in, token));
                continue;
            }
            List<@Nullable Object> parts = new ArrayList<>();
            for (JsonToken part = in.nextToken(); part != JsonToken.END_ARRAY; part = in.nextToken()) {
                parts.add(scalar(in, part));
            }
            StateNotice notice = notice(new Parts(parts));
            if (notice != null) {
                notices.add(notice);
            }
        }
        Parts parts = new Parts(head);
        return head.size() < HEAD || parts.number(0) != VERSION
                ? null
                : new Bulletin(parts.text(1), parts.number(2), parts.number(3), parts.flag(4), notices);
    }

    private static @Nullable Object scalar(JsonParser in, @Nullable JsonToken token) {
        if (token == null) {
            throw new IllegalArgumentException("cut off");
        }
        return switch (token) {
            case VALUE_STRING -> in.getString();
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException("not a scalar");
        };
    }

    private static @Nullable StateNotice notice(Parts parts) {
        return switch (parts.text(0)) {
            case "database" -> new StateNotice.OfDatabase();
            case "upstream" -> new StateNotice.OfUpstream(parts.text(1), parts.text(2), parts.flag(3));
            case "status", "rest", "end", "strikes" ->
                new StateNotice.OfKey(parts.text(1), parts.text(2), change(parts, parts.instant(3)));
            default -> null;
        };
    }

    private static KeyStateChange change(Parts parts, Instant at) {
        return switch (parts.text(0)) {
            case "status" -> new KeyStateChange.Status(at, parts.flag(4), parts.count(5), parts.text(6));
            case "rest" ->
                new KeyStateChange.Rest(
                        at,
                        parts.optional(4),
                        parts.instant(5),
                        Category.ofId(parts.text(6)).orElse(Category.RATE_LIMITED),
                        parts.text(7));
            case "end" -> new KeyStateChange.RestEnd(at, parts.optional(4), parts.instant(5));
            default -> new KeyStateChange.Strikes(at, parts.count(4), parts.count(5));
        };
    }

    /** The elements of an array. */
    private record Parts(List<@Nullable Object> values) {

        private @Nullable Object at(int index) {
            if (index >= values.size()) {
                throw new IllegalArgumentException("an element is missing");
            }
            return values.get(index);
        }

        String text(int index) {
            if (at(index) instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException("not a text");
        }

        @Nullable
        String optional(int index) {
            return at(index) == null ? null : text(index);
        }

        long number(int index) {
            if (at(index) instanceof Long number) {
                return number;
            }
            throw new IllegalArgumentException("not a number");
        }

        int count(int index) {
            return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number(index)));
        }

        Instant instant(int index) {
            return Instant.ofEpochMilli(number(index));
        }

        boolean flag(int index) {
            if (at(index) instanceof Boolean flag) {
                return flag;
            }
            throw new IllegalArgumentException("neither true nor false");
        }
    }
}
