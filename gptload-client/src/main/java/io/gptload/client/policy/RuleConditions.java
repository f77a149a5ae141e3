package io.gptload.client.policy;

import io.gptload.client.config.StatusCodes;
import io.gptload.client.wire.Channel;
import io.gptload.client.wire.ErrorBody;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a rule asks of an outcome. An empty set or {@code null} asks nothing. Texts are in lower case. */
record RuleConditions(
        Set<Channel> channels,
        Set<String> providers,
        @Nullable StatusCodes statuses,
        Set<String> codes,
        Set<String> types,
        Set<String> statusNames,
        List<String> reasons,
        List<String> messageStarts,
        List<String> messageParts,
        Set<FailureKind> failureKinds,
        @Nullable Boolean modelServedElsewhere) {

    /** Whether a group of that kind can ever meet the rule. */
    boolean appliesTo(Channel channel, @Nullable String provider) {
        return (channels.isEmpty() || channels.contains(channel))
                && (providers.isEmpty() || provider != null && providers.contains(provider.toLowerCase(Locale.ROOT)));
    }

    /** Whether an answer of that status can ever meet the rule. A success must be asked for by its number. */
    boolean appliesTo(int status) {
        if (!failureKinds.isEmpty()) {
            return false;
        }
        return statuses == null ? status >= 300 : statuses.contains(status);
    }

    /** Whether the rule is about exchanges without an answer, of that kind. */
    boolean appliesTo(FailureKind kind) {
        return failureKinds.contains(kind);
    }

    /** Whether the rest holds, for an answer of a channel, provider and status it applies to. */
    boolean matches(Outcome outcome, String lowerCaseMessage) {
        ErrorBody error = outcome.error();
        return contains(codes, error.code())
                && contains(types, error.type())
                && contains(statusNames, error.status())
                && (modelServedElsewhere == null || modelServedElsewhere == outcome.modelServedElsewhere())
                && anyReason(error.reasons())
                && (messageStarts.isEmpty() || any(messageStarts, lowerCaseMessage, true))
                && (messageParts.isEmpty() || any(messageParts, lowerCaseMessage, false));
    }

    private static boolean contains(Set<String> allowed, @Nullable String actual) {
        return allowed.isEmpty() || actual != null && allowed.contains(actual.toLowerCase(Locale.ROOT));
    }

    private boolean anyReason(List<String> actual) {
        if (reasons.isEmpty()) {
            return true;
        }
        for (String reason : actual) {
            if (any(reasons, reason.toLowerCase(Locale.ROOT), false)) {
                return true;
            }
        }
        return false;
    }

    private static boolean any(List<String> wanted, String text, boolean atStart) {
        for (String part : wanted) {
            if (atStart ? text.startsWith(part) : text.contains(part)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is something an outcome could fail; the channel and provider only say whose outcomes are looked at. */
    boolean isEmpty() {
        return statuses == null && failureKinds.isEmpty() && !asksOfAnAnswer();
    }

    /** Whether something is asked that only an answer with a body has. */
    boolean asksOfAnAnswer() {
        return modelServedElsewhere != null
                || !codes.isEmpty()
                || !types.isEmpty()
                || !statusNames.isEmpty()
                || !reasons.isEmpty()
                || !messageStarts.isEmpty()
                || !messageParts.isEmpty();
    }
}
