package io.gptload.gateway.ui.key;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.KeyOptions;
import io.gptload.gateway.admin.key.KeyOptionChange;
import io.gptload.gateway.ui.UiTexts;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to change about keys: the fields that are not as they were shown. Says what is wrong at which field.
 * Use it from one thread.
 */
final class KeyOptionsInput {

    private final KeyOptionsForm typed;
    private final KeyOptionsForm shown;
    private final UiTexts texts;
    private final Map<String, String> problems = new LinkedHashMap<>();

    KeyOptionsInput(KeyOptionsForm typed, KeyOptionsForm shown, UiTexts texts) {
        this.typed = typed;
        this.shown = shown;
        this.texts = texts;
    }

    /** Whether there is anything to change. */
    boolean isEmpty() {
        return typed.equals(shown);
    }

    /** What is wrong, by field. @param stored how the keys are now: somebody else may have changed them meanwhile */
    Map<String, String> problems(KeyOptionsForm stored, Instant now) {
        problems.clear();
        if (changed("until") || changed("use")) {
            checkUse(now);
        }
        checkNumber("tier", KeyOptions.LAST_TIER, KeyOptions.DEFAULTS::withTier);
        checkNumber("weight", KeyOptions.MOST_WEIGHT, KeyOptions.DEFAULTS::withWeight);
        if (changed("account") && typed.account().length() > KeyOptions.LONGEST_ACCOUNT) {
            problems.put("account", texts.get("options.bad_account", KeyOptions.LONGEST_ACCOUNT));
        }
        for (String field : KeyOptionsForm.FIELDS) {
            if (changed(field) && stored.differs(field, shown) && stored.differs(field, typed)) {
                problems.putIfAbsent(field, theirs(field, stored.get(field)));
            }
        }
        return problems;
    }

    private boolean changed(String field) {
        return typed.differs(field, shown);
    }

    private void checkUse(Instant now) {
        boolean known = typed.use().equals(KeyOptionsForm.ON)
                || typed.use().equals(KeyOptionsForm.OFF)
                || typed.use().equals(KeyOptionsForm.UNTIL);
        if (!known) {
            problems.put("use", texts.get("options.bad_use"));
            return;
        }
        if (typed.use().equals(KeyOptionsForm.UNTIL)) {
            OffsetDateTime until = until();
            if (until == null || !until.toInstant().isAfter(now)) {
                problems.put("until", texts.get("options.bad_until"));
            }
        }
    }

    private void checkNumber(String field, int most, IntConsumer rule) {
        if (changed(field)) {
            try {
                rule.accept(Integer.parseInt(typed.get(field)));
            } catch (NumberFormatException | ConfigurationException e) {
                problems.put(field, texts.get("options.bad_" + field, most));
            }
        }
    }

    private String theirs(String field, String value) {
        String word = field.equals("use") && !value.isEmpty() ? texts.get("options.use." + value) : value;
        return texts.get("ui.changed_meanwhile", word.isEmpty() ? texts.get("options.different") : word);
    }

    /** {@code null} if it is no time. */
    private @Nullable OffsetDateTime until() {
        try {
            return LocalDateTime.parse(typed.until())
                    .atZone(ZoneId.systemDefault())
                    .toOffsetDateTime();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** What is asked of the keys; only what changes is in it. To be called when nothing is wrong. */
    KeyOptionChange change() {
        boolean use = changed("use") || changed("until");
        OffsetDateTime until = use && typed.use().equals(KeyOptionsForm.UNTIL) ? until() : null;
        return new KeyOptionChange(
                null,
                null,
                null,
                use ? typed.use().equals(KeyOptionsForm.ON) : null,
                until == null ? null : until.toString(),
                changed("tier") ? Integer.valueOf(typed.tier()) : null,
                changed("weight") ? Integer.valueOf(typed.weight()) : null,
                changed("account") ? typed.account() : null);
    }
}
