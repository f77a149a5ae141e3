package io.gptload.gateway.ui.key;

import io.gptload.client.BudgetUse;
import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.KeyHashResolver;
import io.gptload.client.store.jdbc.KeyRow;
import io.gptload.client.store.jdbc.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The keys of a group, the newest first. The engine says which there are and how they are; the database is asked for those of
 * one page alone, so that a page of many thousand keys costs what a page of few does. Thread-safe.
 */
@Component
class KeyTable {

    private final GptLoad engine;
    private final JdbcStore store;
    private final KeyHashResolver hashes;

    KeyTable(GptLoad engine, JdbcStore store, KeyHashResolver hashes) {
        this.engine = engine;
        this.store = store;
        this.hashes = hashes;
    }

    /**
     * A key.
     *
     * @param now what the engine knows of it; {@code null} if it does not have it
     * @param models what it cools for besides, one entry for each model
     */
    record Line(KeyRow row, String masked, Explanation.@Nullable Key now, List<Explanation.Key> models) {

        /** The budget of which the most is used; {@code null} if nothing is used of any, or the key is out anyway. */
        public @Nullable BudgetUse tightest() {
            if (now == null || now.state() == Explanation.State.INVALID || now.state() == Explanation.State.DISABLED) {
                return null;
            }
            return now.budgets().stream()
                    .filter(budget -> budget.used() > 0)
                    .max(Comparator.comparingDouble(budget -> (double) budget.used() / budget.limit()))
                    .orElse(null);
        }
    }

    /** A page. @param pages 1 or more */
    record Lines(List<Line> lines, long total, int page, int pages) {}

    /** Answers. */
    Lines find(GroupRow group, KeyQuestion question) {
        return engine.findGroup(group.name()) instanceof StandardGroup known
                ? loaded(group, known, question)
                : stored(group, question);
    }

    private Lines loaded(GroupRow group, StandardGroup known, KeyQuestion question) {
        List<Explanation.Key> all = new ArrayList<>(known.explain(null).keys());
        all.removeIf(key -> !question.matches(key));
        Collections.reverse(all);
        int page = Math.min(question.page(), pages(all.size()));
        int from = (page - 1) * KeyQuestion.PAGE_SIZE;
        List<Explanation.Key> shown = all.subList(from, Math.min(from + KeyQuestion.PAGE_SIZE, all.size()));
        return new Lines(lines(group, shown, known.cooldowns()), all.size(), page, pages(all.size()));
    }

    private List<Line> lines(GroupRow group, List<Explanation.Key> keys, List<Explanation.Key> cooldowns) {
        Map<String, List<Explanation.Key>> models = cooldowns.stream()
                .filter(key -> key.model() != null)
                .collect(Collectors.groupingBy(key -> key.key().hash()));
        Map<String, Explanation.Key> byHash = new HashMap<>();
        List<String> order = new ArrayList<>();
        for (Explanation.Key key : keys) {
            String hash = hashes.storedHash(group.name(), key.key());
            if (hash != null) {
                byHash.put(hash, key);
                order.add(hash);
            }
        }
        if (order.isEmpty()) {
            return List.of();
        }
        Map<String, KeyRow> rows = new HashMap<>();
        store.keys()
                .page(new KeyFilter(group.id(), null, order), 0, order.size())
                .items()
                .forEach(row -> rows.put(row.hash(), row));
        return order.stream()
                .map(rows::get)
                .filter(Objects::nonNull)
                .map(row -> line(row, byHash.get(row.hash()), models))
                .toList();
    }

    private static Line line(KeyRow row, Explanation.@Nullable Key now, Map<String, List<Explanation.Key>> models) {
        return now == null
                ? new Line(row, "****", null, List.of())
                : new Line(
                        row,
                        now.key().masked(),
                        now,
                        models.getOrDefault(now.key().hash(), List.of()));
    }

    /** A group that cannot be called is shown as it is stored, without its filters. */
    private Lines stored(GroupRow group, KeyQuestion question) {
        long offset = (question.page() - 1L) * KeyQuestion.PAGE_SIZE;
        Page<KeyRow> rows = store.keys().page(KeyFilter.ofGroup(group.id()), offset, KeyQuestion.PAGE_SIZE);
        return new Lines(
                rows.items().stream()
                        .map(row -> new Line(row, masked(row), null, List.of()))
                        .toList(),
                rows.total(),
                question.page(),
                pages(rows.total()));
    }

    /** How the budgets of a key stand; empty if it has none, or the engine does not have it. */
    List<BudgetUse> budgets(GroupRow group, KeyRow row) {
        return engine.findGroup(group.name()) instanceof StandardGroup known
                ? known.explain(null).keys().stream()
                        .filter(key -> row.hash().equals(hashes.storedHash(group.name(), key.key())))
                        .findFirst()
                        .map(Explanation.Key::budgets)
                        .orElse(List.of())
                : List.of();
    }

    /** The key of a row as it may be shown. */
    String masked(KeyRow row) {
        String secret = row.reveal(store.options().cipher());
        return secret == null ? "****" : KeyRef.of(secret).masked();
    }

    private static int pages(long total) {
        return (int) Math.max(1, (total + KeyQuestion.PAGE_SIZE - 1) / KeyQuestion.PAGE_SIZE);
    }
}
