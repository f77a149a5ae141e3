package io.gptload.gateway.admin.key;

import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.event.KeyRef;
import io.gptload.client.http.okhttp.KeyProbe;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.KeyRow;
import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.SettingValues;
import io.gptload.client.validation.KeyVerdict;
import io.gptload.client.validation.ValidationRequest;
import io.gptload.client.wire.Channel;
import io.gptload.gateway.admin.task.TaskProgress;
import io.gptload.gateway.catalog.Catalog;
import io.gptload.gateway.proxy.ProxyGroup;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tests keys, several at a time, and leaves both the engine and the database with what was found out: a key that works is
 * active with a clean record, one that does not is judged as in any other call. Thread-safe.
 */
@Component
public class KeyValidation {

    private final JdbcStore store;
    private final GptLoad engine;
    private final Catalog catalog;
    private final KeyStateWriter states;
    private final Messages messages;

    KeyValidation(JdbcStore store, GptLoad engine, Catalog catalog, KeyStateWriter states, Messages messages) {
        this.messages = messages;
        this.store = store;
        this.engine = engine;
        this.catalog = catalog;
        this.states = states;
    }

    /**
     * Tests some keys; those the group does not have are bad.
     *
     * @return what became of each key
     * @throws ApiException 400 if the group has nothing to test keys with
     */
    public Map<String, KeyVerdict> test(GroupRow group, Collection<String> secrets) {
        SettingValues settings = settings(group);
        KeyProbe probe = probe(group, settings);
        KeyVerdict noSuchKey = KeyVerdict.bad(messages.get("key.not_in_group"));
        Map<String, KeyVerdict> verdicts = new ConcurrentHashMap<>();
        try (SideBySide tests = new SideBySide(concurrency(settings), secrets.size())) {
            for (String secret : secrets) {
                tests.submit(() ->
                        verdicts.put(secret, testIfThere(group, probe, secret).orElse(noSuchKey)));
            }
        }
        states.flush();
        return verdicts;
    }

    private Optional<KeyVerdict> testIfThere(GroupRow group, KeyProbe probe, String secret) {
        KeyFilter wanted =
                KeyFilter.ofGroup(group.id()).withSecret(secret, store.options().cipher());
        return store.keys().page(wanted, 0, 1).items().stream().findFirst().map(row -> test(probe, row, secret));
    }

    private KeyVerdict test(KeyProbe probe, KeyRow row, String secret) {
        KeyVerdict verdict = probe.test(KeyRef.of(secret));
        if (verdict.valid() && (row.status() == KeyStatus.INVALID || row.failureCount() > 0)) {
            store.keys().setStatus(row.id(), KeyStatus.ACTIVE, 0);
        }
        return verdict;
    }

    /** @throws ApiException 400 if the group has nothing to test keys with */
    void checkTestable(GroupRow group) {
        probe(group, settings(group));
    }

    /**
     * Tests all keys of that status but those that are disabled; {@code null} for all.
     *
     * @throws ApiException 400 if the group has nothing to test keys with
     * @throws java.util.concurrent.CancellationException if the task was cancelled
     */
    public ValidationResult validate(GroupRow group, @Nullable KeyStatus status, TaskProgress progress) {
        SettingValues settings = settings(group);
        KeyProbe probe = probe(group, settings);
        AtomicLong valid = new AtomicLong();
        AtomicLong total = new AtomicLong();
        KeyFilter all = KeyFilter.ofGroup(group.id());
        Set<Long> disabled = disabled(group);
        try (SideBySide tests = new SideBySide(concurrency(settings), Integer.MAX_VALUE)) {
            progress.onCancel(() -> {
                tests.cancel();
                probe.cancel();
            });
            store.keys().forEach(status == null ? all : all.withStatus(status), row -> {
                progress.check();
                if (disabled.contains(row.id())) {
                    progress.advance();
                    return;
                }
                tests.submit(() -> {
                    String secret = row.reveal(store.options().cipher());
                    if (secret != null && test(probe, row, secret).valid()) {
                        valid.incrementAndGet();
                    }
                    total.incrementAndGet();
                    progress.advance();
                });
            });
        }
        states.flush();
        progress.check();
        return new ValidationResult(total.get() - valid.get(), total.get(), valid.get());
    }

    private Set<Long> disabled(GroupRow group) {
        Instant now = store.options().time().instant();
        return store.keyOptions().ofGroup(group.id()).entrySet().stream()
                .filter(key -> key.getValue().isDisabled(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private KeyProbe probe(GroupRow group, SettingValues settings) {
        ProxyGroup offered = catalog.find(group.name());
        if (offered == null || !(engine.findGroup(group.name()) instanceof StandardGroup standard)) {
            throw ApiException.validation("key.not_testable");
        }
        Channel channel = standard.config().channel();
        Duration patience = Duration.ofSeconds(settings.number(Setting.KEY_VALIDATION_TIMEOUT_SECONDS));
        return new KeyProbe(
                offered.calls(),
                ValidationRequest.of(channel, group.testModel(), group.validationEndpoint()),
                patience);
    }

    private SettingValues settings(GroupRow group) {
        return store.settings().loadFor(group, problem -> {}); // the catalogue has told of it
    }

    private static int concurrency(SettingValues settings) {
        return settings.number(Setting.KEY_VALIDATION_CONCURRENCY);
    }
}
