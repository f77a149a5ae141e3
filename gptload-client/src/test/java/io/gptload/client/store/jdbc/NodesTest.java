package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What nodes find out about each other, and about strangers. */
@ParameterizedClass
@EnumSource
class NodesTest extends StoreContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aLeaseIsOneNodesUntilItEndsOrIsGivenBack() {
        assertThat(store.leases().take("l", "one", MINUTE)).isTrue();
        assertThat(store.leases().take("l", "other", MINUTE)).isFalse();
        assertThat(store.leases().take("another", "other", MINUTE)).isTrue();
        time.advance(Duration.ofSeconds(59));
        assertThat(store.leases().take("l", "one", MINUTE)).isTrue();
        time.advance(Duration.ofSeconds(59));
        assertThat(store.leases().take("l", "other", MINUTE)).isFalse();
        time.advance(Duration.ofSeconds(1));
        assertThat(store.leases().take("l", "other", MINUTE)).isTrue();
        store.leases().release("l", "one");
        assertThat(store.leases().take("l", "one", MINUTE)).isFalse();
        store.leases().release("l", "other");
        assertThat(store.leases().take("l", "one", MINUTE)).isTrue();
    }

    @Test
    void everyChangeOfAStrangerChangesTheFingerprint() {
        long group = group("g", "sk-leakcanary-1", "sk-leakcanary-2");
        List<String> before = store.outside().fingerprint();
        assertThat(store.outside().fingerprint()).isEqualTo(before);
        time.advance(Duration.ofSeconds(1));
        store.groups().update(group, null, Map.of(GroupColumn.CONFIG, "{}"));
        List<String> edited = store.outside().fingerprint();
        assertThat(edited).isNotEqualTo(before);
        store.keys().delete(group, List.of("sk-leakcanary-1"), seen -> {});
        importKeys(group, "sk-leakcanary-3");
        List<String> exchanged = store.outside().fingerprint();
        assertThat(exchanged).isNotEqualTo(edited);
        store.settings().save(Map.of(Setting.MAX_RETRIES, 7));
        assertThat(store.outside().fingerprint()).isNotEqualTo(exchanged);
    }

    @Test
    void invalidKeysAreKnownByGroup() {
        long group = group("g", "sk-leakcanary-1", "sk-leakcanary-2");
        assertThat(store.outside().invalidKeys()).isEmpty();
        store.keys().setStatus(key(group, "sk-leakcanary-1").id(), KeyStatus.INVALID, 3);
        assertThat(store.outside().invalidKeys()).isEqualTo(Map.of(group, Set.of(KeyHashes.sha256("sk-leakcanary-1"))));
    }
}
