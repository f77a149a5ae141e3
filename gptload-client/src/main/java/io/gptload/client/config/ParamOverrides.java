package io.gptload.client.config;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Top-level members a group puts into every JSON body it sends, replacing those of the same name. There is no deep
 * merge, and {@code null} is a value like any other. The order is that of the definition; a name given twice keeps its
 * first place and its last value. Immutable.
 */
public final class ParamOverrides {

    /** Changes nothing. */
    public static final ParamOverrides EMPTY = new ParamOverrides(List.of());

    private static final String FIELD = "param_overrides";

    private final List<Member> members;

    private ParamOverrides(List<Member> members) {
        this.members = members;
    }

    /**
     * One member.
     *
     * @param name the name, unescaped
     * @param json the value, exactly as it is written into a body
     * @param text the value when it is a string, else {@code null}
     */
    public record Member(String name, String json, @Nullable String text) {

        /** Checks nothing: members come out of a parser. */
        public Member {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(json, "json");
        }

        /** The value as UTF-8; a new array each time. */
        public byte[] utf8() {
            return json.getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * Reads a JSON object and keeps the text of each value as it is, so that no number is rounded. A JSON {@code null},
     * which is how an unset column reads, gives {@link #EMPTY}.
     *
     * @throws ConfigurationException if the text is anything else
     */
    public static ParamOverrides parse(String jsonObject) {
        if (jsonObject.strip().equals("null")) {
            return EMPTY;
        }
        Map<String, Member> members = new LinkedHashMap<>();
        JsonText.forEachMember(
                FIELD, jsonObject, (name, value) -> members.put(name, new Member(name, value.json(), value.text())));
        return ofMembers(members);
    }

    /**
     * Takes plain values: strings, finite numbers, booleans, {@code null}, maps with string keys, and lists of these.
     *
     * @throws ConfigurationException if a value is something else
     */
    public static ParamOverrides of(Map<String, ? extends @Nullable Object> values) {
        Map<String, Member> members = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            String json = new JsonWriter(FIELD + "." + name).write(value);
            members.put(name, new Member(name, json, value instanceof CharSequence text ? text.toString() : null));
        });
        return ofMembers(members);
    }

    private static ParamOverrides ofMembers(Map<String, Member> members) {
        return members.isEmpty() ? EMPTY : new ParamOverrides(List.copyOf(members.values()));
    }

    /** Whether no body is changed. */
    public boolean isEmpty() {
        return members.isEmpty();
    }

    /** The members in their order; immutable, each name once. */
    public List<Member> members() {
        return members;
    }

    /** The member of that name, or {@code null}. Linear in the number of members. */
    public @Nullable Member member(String name) {
        for (Member member : members) {
            if (member.name().equals(name)) {
                return member;
            }
        }
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ParamOverrides that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    /** The names; values may be long. */
    @Override
    public String toString() {
        return "ParamOverrides" + members.stream().map(Member::name).toList();
    }
}
