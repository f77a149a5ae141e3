package io.gptload.client.policy;

import io.gptload.client.wire.Channel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of one kind of group, laid out by status and failure, so that a judgement looks only at those that can match. */
final class RuleIndex {

    private static final int STATUSES = 1000;
    private static final FailureRule[] NO_RULES = {};

    private final FailureRule[][] byStatus = new FailureRule[STATUSES][];
    private final Map<FailureKind, FailureRule[]> byFailure = new EnumMap<>(FailureKind.class);

    private RuleIndex(List<FailureRule> userRules, List<FailureRule> builtIn) {
        List<FailureRule> all = new ArrayList<>(userRules);
        all.addAll(builtIn);
        Map<List<FailureRule>, FailureRule[]> shared = new HashMap<>();
        for (int status = 0; status < STATUSES; status++) {
            List<FailureRule> rules = applying(all, status);
            byStatus[status] = shared.computeIfAbsent(rules, list -> list.toArray(NO_RULES));
        }
        for (FailureKind kind : FailureKind.values()) {
            byFailure.put(
                    kind,
                    all.stream()
                            .filter(rule -> rule.conditions().appliesTo(kind))
                            .toArray(FailureRule[]::new));
        }
    }

    private static List<FailureRule> applying(List<FailureRule> rules, int status) {
        List<FailureRule> result = new ArrayList<>();
        for (FailureRule rule : rules) {
            if (rule.conditions().appliesTo(status)) {
                result.add(rule);
            }
        }
        return result;
    }

    static RuleIndex of(
            Channel channel, @Nullable String provider, List<FailureRule> userRules, List<FailureRule> builtIn) {
        return new RuleIndex(
                userRules.stream()
                        .filter(rule -> rule.appliesTo(channel, provider))
                        .toList(),
                builtIn.stream()
                        .filter(rule -> rule.appliesTo(channel, provider))
                        .toList());
    }

    FailureRule[] forStatus(int status) {
        return status >= 0 && status < STATUSES ? byStatus[status] : NO_RULES;
    }

    FailureRule[] forFailure(FailureKind kind) {
        FailureRule[] rules = byFailure.get(kind);
        return rules == null ? NO_RULES : rules;
    }
}
