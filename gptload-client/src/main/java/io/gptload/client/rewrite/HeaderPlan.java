package io.gptload.client.rewrite;

import io.gptload.client.config.HeaderRule;
import io.gptload.client.wire.Channel;
import io.gptload.client.wire.HeaderNames;
import io.gptload.client.wire.HeaderView;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a group does to the headers of its requests, prepared once: the credential, {@code anthropic-version: 2023-06-01}
 * if the channel is Anthropic's and the request has none, then the group's rules, which have the last word. Rules for
 * {@code Host}, {@code Content-Length} and {@code Transfer-Encoding} have no effect. Immutable.
 */
public final class HeaderPlan {

    private static final String VERSION_NAME = "anthropic-version";
    private static final String VERSION = "2023-06-01";
    private static final Set<String> IGNORED = Set.of("host", "content-length", "transfer-encoding");

    private final boolean addsVersion;
    private final HeaderNames ruled;
    private final HeaderNames removed;
    private final Setter[] setters;
    private final boolean needsTime;

    private record Setter(String name, ValueTemplate value) {}

    private HeaderPlan(Channel channel, List<HeaderRule> rules) {
        List<HeaderRule> effective = HeaderRule.checked(rules).stream()
                .filter(rule -> !IGNORED.contains(rule.name().toLowerCase(Locale.ROOT)))
                .toList();
        this.ruled = new HeaderNames(effective.stream().map(HeaderRule::name).toList());
        this.setters = effective.stream()
                .filter(rule -> rule.action() == HeaderRule.Action.SET)
                .map(rule -> new Setter(rule.name(), ValueTemplate.of(rule.value())))
                .toArray(Setter[]::new);
        this.needsTime = Stream.of(setters).anyMatch(setter -> setter.value().needsTime());
        this.addsVersion = channel == Channel.ANTHROPIC && !ruled.contains(VERSION_NAME);
        HeaderNames credentials = new HeaderNames(Credential.HEADERS);
        this.removed = new HeaderNames(Stream.concat(
                        Credential.HEADERS.stream(), ruled.list().stream().filter(name -> !credentials.contains(name)))
                .toList());
    }

    /**
     * @throws io.gptload.client.config.ConfigurationException if two rules are about the same header
     */
    public static HeaderPlan compile(Channel channel, List<HeaderRule> rules) {
        return new HeaderPlan(channel, rules);
    }

    /**
     * The edits for one attempt.
     *
     * @param credential how the key is presented; see {@link Credential#of}
     * @param request headers of the request as it came
     */
    public HeaderEdits edits(Credential credential, HeaderView request, RewriteContext context) {
        String header = credential.header();
        boolean placed = header != null && !ruled.contains(header);
        boolean version = addsVersion && !request.has(VERSION_NAME);
        String[] set = new String[2 * ((placed ? 1 : 0) + (version ? 1 : 0) + setters.length)];
        int at = 0;
        if (header != null && placed) {
            set[at++] = header;
            set[at++] = credential.headerValue(context.key());
        }
        if (version) {
            set[at++] = VERSION_NAME;
            set[at++] = VERSION;
        }
        long now = needsTime ? context.time().instant().toEpochMilli() : 0;
        for (Setter setter : setters) {
            set[at++] = setter.name();
            set[at++] = setter.value().resolve(context, now);
        }
        return new HeaderEdits(removed, set);
    }
}
