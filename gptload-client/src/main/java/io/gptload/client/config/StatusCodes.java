package io.gptload.client.config;

import java.util.BitSet;

/**
 * An immutable set of HTTP status codes, written as {@code 400-403,405-999}.
 *
 * <p>Grammar, as in gpt-load: tokens separated by commas or newlines, empty ones ignored; a token is {@code N} or
 * {@code N-M}, blanks allowed around the numbers, with 100 &le; N &le; M &le; 999. Ranges may overlap. The empty text is
 * the empty set.
 */
public final class StatusCodes {

    /** The name of the setting these sets are written under. */
    public static final String FIELD = "failover_status_codes";

    /** The default of {@code failover_status_codes}: every error except 404. */
    public static final StatusCodes DEFAULT_FAILOVER = parse("400-403,405-999");

    /** The set without a member. */
    public static final StatusCodes NONE = parse("");

    private static final int LOWEST = 100;
    private static final int HIGHEST = 999;

    private final BitSet codes;
    private final String text;

    private StatusCodes(BitSet codes) {
        this.codes = codes;
        this.text = normalised(codes);
    }

    /**
     * Reads a list of codes and ranges.
     *
     * @throws ConfigurationException naming {@value #FIELD} when the text does not follow the grammar
     */
    public static StatusCodes parse(String text) {
        return parse(FIELD, text);
    }

    /**
     * Reads a list of codes and ranges found in another property.
     *
     * @throws ConfigurationException naming {@code field} when the text does not follow the grammar
     */
    public static StatusCodes parse(String field, String text) {
        BitSet codes = new BitSet(HIGHEST + 1);
        for (String token : text.split("[,\\r\\n]", -1)) {
            if (!token.isBlank()) {
                add(field, text, token, codes);
            }
        }
        return new StatusCodes(codes);
    }

    private static void add(String field, String text, String token, BitSet codes) {
        int dash = token.indexOf('-');
        int from = number(dash < 0 ? token : token.substring(0, dash));
        int to = dash < 0 ? from : number(token.substring(dash + 1));
        if (from < LOWEST || to > HIGHEST || from > to) {
            throw new ConfigurationException(field, text, Requirement.STATUS_CODES);
        }
        codes.set(from, to + 1);
    }

    private static int number(String text) {
        String digits = text.strip();
        int value = 0;
        if (digits.isEmpty() || digits.length() > 4) {
            return -1;
        }
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private static String normalised(BitSet codes) {
        StringBuilder out = new StringBuilder();
        for (int from = codes.nextSetBit(0); from >= 0; ) {
            int end = codes.nextClearBit(from);
            out.append(out.isEmpty() ? "" : ",").append(from);
            if (end - 1 > from) {
                out.append('-').append(end - 1);
            }
            from = codes.nextSetBit(end);
        }
        return out.toString();
    }

    /** Whether the code is a member, in constant time; {@code false} for any number outside 100 to 999. */
    public boolean contains(int status) {
        return status >= 0 && codes.get(status);
    }

    /** Whether there is no member. */
    public boolean isEmpty() {
        return codes.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StatusCodes that && codes.equals(that.codes);
    }

    @Override
    public int hashCode() {
        return codes.hashCode();
    }

    /** The normalised text: ascending, merged, without blanks. {@link #parse(String)} reads it back. */
    @Override
    public String toString() {
        return text;
    }
}
