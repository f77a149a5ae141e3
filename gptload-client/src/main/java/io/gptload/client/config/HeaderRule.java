package io.gptload.client.config;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a group does to one header of every request it sends upstream. Rules apply after the credential was placed, so
 * they may replace or remove it.
 *
 * @param name the header, a token in the sense of RFC 9110; kept in the form {@code X-Api-Key}
 * @param action what happens to it
 * @param value the new value, without control characters; empty when the header is removed. It may hold the variables
 *     {@code ${CLIENT_IP}}, {@code ${GROUP_NAME}}, {@code ${API_KEY}}, {@code ${TIMESTAMP_MS}} and
 *     {@code ${TIMESTAMP_S}}; anything else is literal
 */
public record HeaderRule(String name, Action action, String value) {

    private static final String FIELD = "header_rules";
    private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

    /** What a rule does. */
    public enum Action {
        /** Replaces every value of the header by one. */
        SET,
        /** Drops the header. */
        REMOVE
    }

    /**
     * @throws ConfigurationException if the name is no token, or the value has a line break or another control character
     */
    public HeaderRule {
        Objects.requireNonNull(action, "action");
        name = canonical(checkedName(name.strip()));
        value = action == Action.REMOVE ? "" : checkedValue(name, value);
    }

    /** A rule that replaces a header. */
    public static HeaderRule set(String name, String value) {
        return new HeaderRule(name, Action.SET, value);
    }

    /** A rule that drops a header. */
    public static HeaderRule remove(String name) {
        return new HeaderRule(name, Action.REMOVE, "");
    }

    /**
     * The rules as an immutable list.
     *
     * @throws ConfigurationException if two of them are about the same header
     */
    public static List<HeaderRule> checked(List<HeaderRule> rules) {
        Set<String> names = new HashSet<>();
        for (HeaderRule rule : rules) {
            if (!names.add(rule.name)) {
                throw new ConfigurationException(FIELD, rule.name, "one rule for each header");
            }
        }
        return List.copyOf(rules);
    }

    private static String checkedName(String name) {
        if (name.isEmpty() || !name.chars().allMatch(HeaderRule::isTokenCharacter)) {
            String shown = name.replaceAll("\\p{Cntrl}", "?");
            throw new ConfigurationException(FIELD, shown, Requirement.HEADER_NAME, TOKEN_SYMBOLS);
        }
        return name;
    }

    private static String checkedValue(String name, String value) {
        if (value.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
            throw new ConfigurationException(FIELD + "." + name, "****", Requirement.HEADER_VALUE);
        }
        return value;
    }

    private static boolean isTokenCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || TOKEN_SYMBOLS.indexOf(c) >= 0;
    }

    private static String canonical(String name) {
        char[] characters = name.toCharArray();
        boolean first = true;
        for (int i = 0; i < characters.length; i++) {
            char c = characters[i];
            characters[i] = first ? Character.toUpperCase(c) : Character.toLowerCase(c);
            first = c == '-';
        }
        return new String(characters);
    }

    /** Name and action; never the value, which may be a secret. */
    @Override
    public String toString() {
        return "HeaderRule[" + action + " " + name + "]";
    }
}
