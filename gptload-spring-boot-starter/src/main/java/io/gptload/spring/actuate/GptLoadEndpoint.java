package io.gptload.spring.actuate;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.event.KeyRef;
import io.gptload.spring.autoconfigure.GptLoadRefresher;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The pools: what state they are in and why, and a few things to do about it. Keys are named by their hash, or as much of
 * its beginning as is unique, and shown masked.
 */
@Endpoint(id = "gptload")
public final class GptLoadEndpoint {

    private static final String ACTIONS = "clear-cooldowns, restore, invalidate";

    private final GptLoad engine;
    private final @Nullable GptLoadRefresher refresher;

    /** @param refresher {@code null} if the groups are not defined by properties */
    public GptLoadEndpoint(GptLoad engine, @Nullable GptLoadRefresher refresher) {
        this.engine = engine;
        this.refresher = refresher;
    }

    /**
     * All groups.
     *
     * @param groups by name
     */
    public record Overview(List<Pool> groups) {}

    /** All groups with their numbers of keys and their upstreams. */
    @ReadOperation
    public Overview overview() {
        return new Overview(engine.groupNames().stream()
                .map(engine::findGroup)
                .filter(Objects::nonNull)
                .map(Pool::of)
                .toList());
    }

    /**
     * Why each key of a group would or would not be chosen now.
     *
     * @param group its name
     * @param model what for; any when not given
     */
    @ReadOperation
    public @Nullable PoolDetails explain(@Selector String group, @Nullable String model) {
        Group found = engine.findGroup(group);
        return found == null ? null : PoolDetails.of(found, found.explain(model));
    }

    /** Reads the properties of the application, and the files they name, again. */
    @WriteOperation
    public GptLoadRefresher.Changes refresh() {
        if (refresher == null) {
            throw new InvalidEndpointRequestException(
                    "The groups of this application are not defined by properties", "not refreshable");
        }
        return refresher.refresh();
    }

    /**
     * Changes the state of a key.
     *
     * @param group name of a group
     * @param action {@code clear-cooldowns}, {@code restore} or {@code invalidate}
     * @param key the beginning of its hash
     */
    @WriteOperation
    public @Nullable Map<String, String> change(@Selector String group, @Selector String action, String key) {
        Group found = engine.findGroup(group);
        if (found == null) {
            return null;
        }
        KeyRef ref = key(found, key);
        switch (action) {
            case "clear-cooldowns" -> found.clearCooldowns(ref);
            case "restore" -> found.restore(ref);
            case "invalidate" -> found.invalidate(ref);
            default -> throw new InvalidEndpointRequestException("There is no action '" + action + "'", ACTIONS);
        }
        return Map.of("group", group, "action", action, "key", ref.masked());
    }

    private static KeyRef key(Group group, String hash) {
        List<KeyRef> matching = group.explain(null).keys().stream()
                .map(Explanation.Key::key)
                .filter(key -> key.hash().startsWith(hash))
                .distinct()
                .toList();
        if (hash.isEmpty() || matching.size() != 1) {
            throw new InvalidEndpointRequestException(
                    matching.size() > 1 && !hash.isEmpty()
                            ? "Several keys have a hash that begins so; give more of it"
                            : "Group '" + group.name() + "' has no key whose hash begins so",
                    "key not found");
        }
        return matching.get(0);
    }
}
