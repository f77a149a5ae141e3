package io.gptload.gateway.admin.pool;

import io.gptload.client.Group;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.KeyStateWriter;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;

/** What people decide of keys. Thread-safe. */
@Component
public class PoolChanges {

    private final KeyStateWriter states;

    PoolChanges(KeyStateWriter states) {
        this.states = states;
    }

    /**
     * Does it to each key; it is in the database too when this returns, unless that is away: then it follows.
     *
     * @throws IllegalArgumentException if a key is not one of the group's
     */
    public void apply(Group group, Collection<KeyRef> keys, BiConsumer<Group, KeyRef> change) {
        keys.forEach(key -> change.accept(group, key));
        states.flush();
    }
}
