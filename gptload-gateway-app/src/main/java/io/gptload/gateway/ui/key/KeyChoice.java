package io.gptload.gateway.ui.key;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.validation.KeyVerdict;
import io.gptload.gateway.admin.key.GroupKeys;
import io.gptload.gateway.admin.key.KeyValidation;
import io.gptload.gateway.admin.pool.PoolChanges;
import io.gptload.gateway.ui.UiTexts;
import io.gptload.gateway.web.ApiException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;

/** What is done to keys that somebody chose in the table. Thread-safe. */
@Component
class KeyChoice {

    private final JdbcStore store;
    private final GptLoad engine;
    private final GroupKeys keys;
    private final PoolChanges pool;
    private final KeyValidation validation;
    private final UiTexts texts;

    KeyChoice(
            JdbcStore store,
            GptLoad engine,
            GroupKeys keys,
            PoolChanges pool,
            KeyValidation validation,
            UiTexts texts) {
        this.store = store;
        this.engine = engine;
        this.keys = keys;
        this.pool = pool;
        this.validation = validation;
        this.texts = texts;
    }

    /** What came of it, in words. @param good whether it is what one hopes for */
    record Result(String text, boolean good) {

        private static Result good(String text) {
            return new Result(text, true);
        }
    }

    /**
     * Does it.
     *
     * @param ids of the keys; those that are not the group's are passed over
     * @throws ApiException 400 if there is no such action, or it cannot be done to this group
     */
    Result apply(GroupRow group, String action, Collection<Long> ids) {
        List<String> secrets = secrets(group, ids);
        return switch (action) {
            case "restore" -> Result.good(texts.get("keys.restored", keys.restore(group, secrets)));
            case "delete" -> Result.good(texts.get("keys.deleted", keys.delete(group, secrets.iterator(), done -> {})));
            case "invalidate" -> Result.good(texts.get("keys.invalidated", inEngine(group, secrets, pool::invalidate)));
            case "clear" -> Result.good(texts.get("keys.cleared", inEngine(group, secrets, pool::clearCooldowns)));
            case "test" -> tested(validation.test(group, secrets));
            default -> throw ApiException.badRequest("error.bad_parameter", "action");
        };
    }

    private List<String> secrets(GroupRow group, Collection<Long> ids) {
        return ids.stream()
                .map(id -> store.keys().find(id).orElse(null))
                .filter(Objects::nonNull)
                .filter(row -> row.groupId() == group.id())
                .map(row -> row.reveal(store.options().cipher()))
                .filter(Objects::nonNull)
                .toList();
    }

    private int inEngine(GroupRow group, List<String> secrets, BiConsumer<Group, Collection<KeyRef>> change) {
        Group known = engine.findGroup(group.name());
        if (known == null) {
            throw ApiException.notAllowed(texts.get("groups.not_loaded"));
        }
        change.accept(known, secrets.stream().map(KeyRef::of).toList());
        return secrets.size();
    }

    private Result tested(Map<String, KeyVerdict> verdicts) {
        long good = verdicts.values().stream().filter(KeyVerdict::valid).count();
        String error = verdicts.values().stream()
                .map(KeyVerdict::error)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        if (verdicts.size() == 1) {
            return good == 1 ? Result.good(texts.get("keys.works")) : new Result(texts.get("keys.fails", error), false);
        }
        return new Result(texts.get("keys.tested", good, verdicts.size() - good), good == verdicts.size());
    }
}
