package io.gptload.gateway.clientkey;

import io.gptload.client.store.jdbc.ClientKeyRepository;
import io.gptload.client.store.jdbc.ClientKeyRow;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clients that have keys of their own, as they were read last. Finding one is a look into an immutable map, however many
 * there are. Thread-safe.
 */
public final class ClientRegistry {

    private final ClientKeyRepository repository;
    private final ClientMetrics metrics;
    private final InstantSource clock;
    private final Map<Long, ClientMeter> meters = new HashMap<>();
    private volatile Map<String, NamedClient> byHash = Map.of();

    ClientRegistry(ClientKeyRepository repository, ClientMetrics metrics, InstantSource clock) {
        this.repository = repository;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The client of that key, whether it may be used now or not; {@code null} if it is nobody's. */
    public @Nullable NamedClient find(String key) {
        Map<String, NamedClient> now = byHash;
        return now.isEmpty() || !key.startsWith(ClientToken.PREFIX) ? null : now.get(ClientToken.hash(key));
    }

    /** Reads them. What was counted goes on. @throws org.springframework.dao.DataAccessException if the database does not answer */
    synchronized void load() {
        Map<String, NamedClient> read = new HashMap<>();
        for (ClientKeyRow row : repository.list()) {
            ClientMeter meter = meters.computeIfAbsent(row.id(), id -> new ClientMeter(id, clock));
            meter.limit(row.requestsPerMinute());
            read.put(row.hash(), new NamedClient(row, meter, metrics.of(row.name()), clock));
        }
        byHash = Map.copyOf(read);
    }

    /** All of them. */
    Collection<NamedClient> clients() {
        return byHash.values();
    }

    /** The meters of all clients, also of those that are gone and whose use is not written yet. */
    synchronized List<ClientMeter> meters() {
        return new ArrayList<>(meters.values());
    }

    /** Forgets meters whose clients are gone. @param written those that have nothing left to be written */
    synchronized void forget(Collection<ClientMeter> written) {
        if (written.isEmpty()) {
            return;
        }
        List<Long> there = byHash.values().stream()
                .map(client -> client.meter().clientId())
                .toList();
        written.stream()
                .map(ClientMeter::clientId)
                .filter(id -> !there.contains(id))
                .forEach(meters::remove);
    }
}
