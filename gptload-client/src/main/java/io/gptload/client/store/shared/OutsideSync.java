package io.gptload.client.store.shared;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.event.KeyRef;
import io.gptload.client.state.KeyStateChange;
import io.gptload.client.store.jdbc.ChangeCounters.Kind;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyHashResolver;
import io.gptload.client.store.jdbc.KeyStateWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out now and then what was changed in the database without our counters: by gpt-load on the same database, or by hand.
 * Confined to one thread.
 */
final class OutsideSync {

    /** News of another node may be on its way to the database for so long; before that it is not taken at its word. */
    static final Duration UNSETTLED = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(SharedPool.class);
    private static final String RULE = "outside";

    private final JdbcStore store;
    private final GptLoad engine;
    private final CatalogSync catalog;
    private final KeyStateWriter writer;
    private final KeyHashResolver resolver;
    private List<String> lastPrint = List.of();
    private Map<Kind, Long> lastNumbers = Map.of();

    OutsideSync(JdbcStore store, GptLoad engine, CatalogSync catalog, KeyStateWriter writer, KeyHashResolver resolver) {
        this.store = store;
        this.engine = engine;
        this.catalog = catalog;
        this.writer = writer;
        this.resolver = resolver;
    }

    /** Takes over what was changed. @throws org.springframework.dao.DataAccessException if the database does not answer */
    void look() {
        lookAtCatalog();
        lookAtKeys();
    }

    /** Between two looks at the same numbers only outsiders can have changed something. */
    private void lookAtCatalog() {
        Map<Kind, Long> numbers = store.changes().current();
        numbers.remove(Kind.KEY_STATES);
        List<String> print = store.outside().fingerprint();
        boolean outsiders = numbers.equals(lastNumbers) && !print.equals(lastPrint);
        lastNumbers = numbers;
        lastPrint = print;
        if (outsiders) {
            LOG.info("Groups, keys or settings were changed from outside and are read again");
            catalog.reload();
        }
    }

    private void lookAtKeys() {
        writer.flush();
        if (writer.backlog() > 0) {
            return; // what we know is newer than the database
        }
        Instant settled = store.options().time().instant().minus(UNSETTLED);
        Map<Long, Set<String>> invalid = store.outside().invalidKeys();
        catalog.groupNames().forEach((id, name) -> {
            Set<String> stored = invalid.getOrDefault(id, Set.of());
            if (engine.findGroup(name) instanceof StandardGroup group
                    && (!stored.isEmpty() || group.counts().invalid() > 0)) {
                compare(group, stored, settled);
            }
        });
    }

    private void compare(StandardGroup group, Set<String> stored, Instant settled) {
        for (Explanation.Key each : group.explain(null).keys()) {
            KeyRef key = each.key();
            String hash = resolver.storedHash(group.name(), key);
            boolean invalidThere = hash != null && stored.contains(hash);
            boolean invalidHere = each.state() == Explanation.State.INVALID;
            if (hash != null && invalidThere != invalidHere) {
                group.adopt(key.hash(), new KeyStateChange.Status(settled, invalidThere, 0, RULE));
            }
        }
    }
}
