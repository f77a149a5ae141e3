package io.gptload.client.config;

import io.gptload.client.policy.DailyReset;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of each key of a group, written as {@code 30 requests/minute, 6000 tokens/minute, gpt-4o: 50 requests/day}.
 *
 * <p>Grammar: budgets separated by commas, semicolons or newlines, empty ones ignored. A budget is a limit, {@code requests} or
 * {@code tokens}, a slash and {@code second}, {@code minute}, {@code hour} or {@code day}; {@code rpm}, {@code tpd} and the like
 * are short for it. A model and a colon before it make it hold for calls with that model only. A day may say when it begins,
 * {@code from 08:00 Asia/Tokyo}; else it does when the provider's does. Upper and lower case are the same but in models.
 *
 * @param all every budget, in the order they were written; of one kind for one model there is but one
 */
public record KeyBudgets(List<KeyBudget> all) {

    /** The name of the setting. */
    public static final String FIELD = "key_budgets";

    /** The most budgets a group may have. */
    public static final int MOST = 32;

    /** Keys without budgets. */
    public static final KeyBudgets NONE = new KeyBudgets(List.of());

    private static final Pattern BUDGET = Pattern.compile("(?:(?<model>\\S.*?)\\s*:\\s*)?(?<limit>\\d{1,18})\\s*"
            + "(?:(?i:(?<unit>requests?|tokens?)\\s*(?:/|per)\\s*(?<window>second|minute|hour|day))|(?i:(?<short>[rt]p[smhd])))"
            + "(?:\\s+(?i:from)\\s+(?<time>\\d{1,2}:\\d{2})(?:\\s+(?<zone>\\S+))?)?");
    private static final Map<Character, KeyBudget.Window> LETTERS = Map.of(
            's', KeyBudget.Window.SECOND,
            'm', KeyBudget.Window.MINUTE,
            'h', KeyBudget.Window.HOUR,
            'd', KeyBudget.Window.DAY);

    /** @throws ConfigurationException if there are too many, or two of one kind for one model */
    public KeyBudgets {
        all = List.copyOf(all);
        if (all.size() > MOST) {
            throw new ConfigurationException(FIELD, all.size() + " budgets", Requirement.FEWER_BUDGETS, MOST);
        }
        Set<String> names = new HashSet<>();
        for (KeyBudget budget : all) {
            if (!names.add(budget.name())) {
                throw new ConfigurationException(FIELD, budget, Requirement.DISTINCT_BUDGETS, budget.name());
            }
        }
    }

    /**
     * Reads budgets.
     *
     * @throws ConfigurationException naming {@value #FIELD} when the text does not follow the grammar
     */
    public static KeyBudgets parse(String text) {
        List<KeyBudget> budgets = new ArrayList<>();
        for (String part : text.split("[,;\\r\\n]")) {
            if (!part.isBlank()) {
                budgets.add(budget(part.strip()));
            }
        }
        return budgets.isEmpty() ? NONE : new KeyBudgets(budgets);
    }

    private static KeyBudget budget(String text) {
        Matcher parts = BUDGET.matcher(text);
        if (!parts.matches()) {
            throw new ConfigurationException(FIELD, text, Requirement.BUDGET);
        }
        String brief = parts.group("short");
        boolean tokens = (brief == null ? parts.group("unit") : brief)
                .toLowerCase(Locale.ROOT)
                .startsWith("t");
        KeyBudget.Window window = brief == null
                ? KeyBudget.Window.ofId(parts.group("window").toLowerCase(Locale.ROOT))
                : LETTERS.get(Character.toLowerCase(brief.charAt(2)));
        if (window == null) {
            throw new ConfigurationException(FIELD, text, Requirement.BUDGET);
        }
        return new KeyBudget(
                parts.group("model"),
                Long.parseLong(parts.group("limit")),
                tokens ? KeyBudget.Unit.TOKENS : KeyBudget.Unit.REQUESTS,
                window,
                reset(parts.group("time"), parts.group("zone")));
    }

    private static @Nullable DailyReset reset(@Nullable String time, @Nullable String zone) {
        if (time == null) {
            return null;
        }
        try {
            return new DailyReset(
                    ZoneId.of(zone == null ? "UTC" : zone), LocalTime.parse(time.length() == 4 ? "0" + time : time));
        } catch (DateTimeException e) {
            throw new ConfigurationException(
                    FIELD, "from " + time + (zone == null ? "" : " " + zone), Requirement.BUDGET_START);
        }
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** As it is written in configuration. */
    @Override
    public String toString() {
        return all.stream().map(KeyBudget::toString).collect(Collectors.joining(", "));
    }
}
