package io.gptload.gateway.admin.pool;

import io.gptload.client.Group;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.gateway.admin.audit.AuditTrail;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;

/** What people decide of keys. Thread-safe. */
@Component
public class PoolChanges {

    private final KeyStateWriter states;
    private final AuditTrail audit;

    PoolChanges(KeyStateWriter states, AuditTrail audit) {
        this.states = states;
        this.audit = audit;
    }

    /** Ends the cooldowns of those keys. @throws IllegalArgumentException if a key is not one of the group's */
    public void clearCooldowns(Group group, Collection<KeyRef> keys) {
        apply("keys.clear_cooldowns", group, keys, Group::clearCooldowns);
    }

    /** Makes those keys active. @throws IllegalArgumentException if a key is not one of the group's */
    public void restore(Group group, Collection<KeyRef> keys) {
        apply("keys.restore", group, keys, Group::restore);
    }

    /** Takes those keys out until they are restored. @throws IllegalArgumentException if a key is not one of the group's */
    public void invalidate(Group group, Collection<KeyRef> keys) {
        apply("keys.invalidate", group, keys, Group::invalidate);
    }

    /** It is in the database too when this returns, unless that is away: then it follows. */
    private void apply(String action, Group group, Collection<KeyRef> keys, BiConsumer<Group, KeyRef> change) {
        keys.forEach(key -> change.accept(group, key));
        states.flush();
        if (!keys.isEmpty()) {
            audit.note(action, group.name(), AuditTrail.refs(keys), "");
        }
    }
}
