package io.gptload.gateway.validation;

import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.event.KeyRef;
import io.gptload.client.http.okhttp.KeyProbe;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyHashResolver;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.SettingValues;
import io.gptload.client.validation.KeyValidator;
import io.gptload.client.validation.ValidationRequest;
import io.gptload.client.validation.ValidationResult;
import io.gptload.gateway.catalog.Catalog;
import io.gptload.gateway.proxy.ProxyGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries the keys of each group that are invalid or out of quota, every {@code key_validation_interval_minutes}, one node at a
 * time. Groups are tried side by side, at times that drift apart. What a key's test shows is noted by the engine as of any
 * other call; keys that somebody made invalid by hand are left alone. Thread-safe.
 */
public final class BackgroundValidation implements AutoCloseable {

    /** How often it has to look which groups are due. */
    static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundValidation.class);
    private static final int MOST_AT_ONCE = 32;
    private static final double DRIFT = 0.1;
    private static final Duration SECOND_TRY = Duration.ofMinutes(5);

    private final JdbcStore store;
    private final GptLoad engine;
    private final Catalog catalog;
    private final KeyHashResolver hashes;
    private final KeyValidator validator = new KeyValidator(MOST_AT_ONCE);
    private final Map<Long, KeyProbe> underWay = new ConcurrentHashMap<>();
    private final Map<Long, Instant> secondTries = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "gptload-validation-of-group");
        thread.setDaemon(true);
        return thread;
    });

    BackgroundValidation(JdbcStore store, GptLoad engine, Catalog catalog, KeyHashResolver hashes) {
        this.store = store;
        this.engine = engine;
        this.catalog = catalog;
        this.hashes = hashes;
    }

    /** Begins what is due, and returns at once. A database that does not answer is asked again next time. */
    void check() {
        try {
            store.groups().list().stream().filter(row -> !row.isAggregate()).forEach(this::check);
        } catch (RuntimeException e) {
            LOG.warn("Which keys are to be validated cannot be found out now, will try again: {}", e.toString());
        }
    }

    private void check(GroupRow row) {
        ProxyGroup offered = catalog.find(row.name());
        if (offered == null
                || underWay.containsKey(row.id())
                || !(engine.findGroup(row.name()) instanceof StandardGroup group)) {
            return;
        }
        SettingValues settings = store.settings().loadFor(row, problem -> {}); // the catalogue has told of it
        if (!isDue(row, Duration.ofMinutes(settings.number(Setting.KEY_VALIDATION_INTERVAL_MINUTES)))) {
            return;
        }
        KeyProbe probe = new KeyProbe(
                offered.calls(),
                ValidationRequest.of(group.config().channel(), row.testModel(), row.validationEndpoint()),
                Duration.ofSeconds(settings.number(Setting.KEY_VALIDATION_TIMEOUT_SECONDS)));
        underWay.put(row.id(), probe);
        try {
            threads.execute(() -> validate(row, group, probe, settings.number(Setting.KEY_VALIDATION_CONCURRENCY)));
        } catch (RejectedExecutionException e) {
            underWay.remove(row.id()); // closed
        }
    }

    /** Whether it is time, and no other node took the turn. */
    private boolean isDue(GroupRow row, Duration interval) {
        Instant now = store.options().time().instant();
        Instant secondTry = secondTries.get(row.id());
        if (secondTry != null && !now.isBefore(secondTry)) {
            secondTries.remove(row.id());
            store.groups().markValidated(row.id(), now);
            return true;
        }
        Instant last = row.lastValidatedAt();
        Instant since = now.minus(interval);
        double drift = ThreadLocalRandom.current().nextDouble() * DRIFT; // drawn at each look, so that few come late
        return (last == null || last.isBefore(since.minusMillis((long) (interval.toMillis() * drift))))
                && store.groups().beginValidation(row.id(), since, now);
    }

    private void validate(GroupRow row, StandardGroup group, KeyProbe probe, int atOnce) {
        try {
            Set<String> byHand = store.keyStates().invalidByHand(row.id());
            ValidationResult result = validator.validate(
                    group, probe, atOnce, key -> byHand.isEmpty() || !byHand.contains(stored(row.name(), key)));
            if (!result.complete()) {
                secondTries.put(row.id(), store.options().time().instant().plus(SECOND_TRY));
            }
            if (result.tried() > 0) {
                LOG.info(
                        "{}: {} of {} keys that were out work again{}",
                        row.name(),
                        result.good(),
                        result.tried(),
                        result.complete() ? "" : "; the rest will be tried later, for the upstream fails");
            }
        } catch (RuntimeException e) {
            LOG.warn("{}: the validation of keys failed: {}", row.name(), e.toString());
        } finally {
            underWay.remove(row.id());
        }
    }

    private String stored(String group, KeyRef key) {
        String hash = hashes.storedHash(group, key);
        return hash == null ? key.hash() : hash;
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        threads.shutdown();
        underWay.values().forEach(KeyProbe::cancel);
        validator.close();
        threads.shutdownNow();
    }
}
