package io.gptload.client.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of a header rule, cut at its variables once. Immutable. */
final class ValueTemplate {

    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(CLIENT_IP|GROUP_NAME|API_KEY|TIMESTAMP_MS|TIMESTAMP_S)}");

    private final String literal;
    private final List<Part> parts;

    private ValueTemplate(String literal, List<Part> parts) {
        this.literal = literal;
        this.parts = parts;
    }

    /** Fixed text, and what comes behind it. */
    private record Part(String text, String variable) {}

    static ValueTemplate of(String value) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(value);
        int from = 0;
        while (matcher.find()) {
            parts.add(new Part(value.substring(from, matcher.start()), matcher.group(1)));
            from = matcher.end();
        }
        return new ValueTemplate(value.substring(from), List.copyOf(parts));
    }

    /** The value, with every variable replaced. */
    String resolve(RewriteContext context, long epochMillis) {
        if (parts.isEmpty()) {
            return literal;
        }
        StringBuilder value = new StringBuilder();
        for (Part part : parts) {
            value.append(part.text());
            switch (part.variable()) {
                case "CLIENT_IP" -> value.append(Objects.requireNonNullElse(context.clientIp(), ""));
                case "GROUP_NAME" -> value.append(context.groupName());
                case "API_KEY" -> value.append(context.key());
                case "TIMESTAMP_MS" -> value.append(epochMillis);
                default -> value.append(Math.floorDiv(epochMillis, 1000L));
            }
        }
        return value.append(literal).toString();
    }

    boolean needsTime() {
        return parts.stream().anyMatch(part -> part.variable().startsWith("TIMESTAMP"));
    }
}
