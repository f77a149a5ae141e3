package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.config.GroupSettings.FailurePolicyMode;
import io.gptload.client.config.KeyConfig;
import io.gptload.client.policy.Category;
import io.gptload.client.state.KeyState;
import io.gptload.client.state.KeyState.Rest;
import io.gptload.client.state.KeyStateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class CatalogTest extends StoreContract {

    private LoadedCatalog load() {
        return new CatalogLoader(store).load();
    }

    @Test
    void settingsStartWithDefaultsAndKeepWhatIsThere() {
        store.settings().save(Map.of(Setting.MAX_RETRIES, 9));
        store.settings().insertMissing(Map.of(Setting.APP_URL, "http://me:1"));
        assertThat(store.settings().raw())
                .hasSize(18)
                .containsEntry("max_retries", "9")
                .containsEntry("app_url", "http://me:1");
        store.settings().save(Map.of(Setting.MAX_IDLE_CONNS, 2_000_000, Setting.ENABLE_REQUEST_BODY_LOGGING, true));
        assertThat(store.settings().raw()).containsEntry("max_idle_conns", "2000000");
        SettingValues values = store.settings().load(problem -> {});
        assertThat(values.number(Setting.MAX_RETRIES)).isEqualTo(9);
        assertThat(values.flag(Setting.ENABLE_REQUEST_BODY_LOGGING)).isTrue();
        assertThat(values.number(Setting.REQUEST_TIMEOUT)).isEqualTo(600);
    }

    @Test
    void numbersMayBeInExponentForm() {
        assertThat(Setting.MAX_IDLE_CONNS.parse("1e+06")).isEqualTo(1_000_000);
        assertThat(Setting.MAX_IDLE_CONNS.parse("1.234567e+06")).isEqualTo(1_234_567);
        assertThat(Setting.ENABLE_REQUEST_BODY_LOGGING.parse("T")).isEqualTo(true);
    }

    @Test
    void aGroupOverlaysTheSystem() {
        store.settings().save(Map.of(Setting.REQUEST_TIMEOUT, 30, Setting.MAX_RETRIES, 5));
        long id = group("a", "sk-leakcanary-one-1234567", "sk-leakcanary-two-1234567");
        store.groups()
                .update(
                        id,
                        null,
                        Map.of(
                                GroupColumn.CONFIG, "{\"max_retries\":1,\"unknown\":[],\"proxy_url\":null}",
                                GroupColumn.HEADER_RULES,
                                        "[{\"key\":\"x-a\",\"value\":\"1\",\"action\":\"set\"},{\"key\":\"x-b\",\"action\":\"remove\"}]",
                                GroupColumn.PARAM_OVERRIDES, "{\"seed\":9007199254740993}",
                                GroupColumn.MODEL_REDIRECT_RULES, "{\"a\":\"b\",\"bad\":7}",
                                GroupColumn.UPSTREAMS,
                                        "[{\"url\":\"https://one\",\"weight\":2},{\"url\":\"nonsense\",\"weight\":1}]"));
        store.groupSettings()
                .replace(id, Map.of("failure_policy", "gpt-load", "max_wait_ms", "250", "provider", "groq"));
        LoadedCatalog catalog = load();
        LoadedGroup group = catalog.groups().get(0);
        assertThat(group.config().settings().maxRetries()).isEqualTo(1);
        assertThat(group.config().settings().requestTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(group.config().settings().failurePolicy()).isEqualTo(FailurePolicyMode.GPT_LOAD);
        assertThat(group.config().settings().maxWait()).isEqualTo(Duration.ofMillis(250));
        assertThat(group.config().provider()).isEqualTo("groq");
        assertThat(group.config().headerRules()).hasSize(2);
        assertThat(group.config().paramOverrides().members().get(0).json()).isEqualTo("9007199254740993");
        assertThat(group.config().modelRedirects().rules()).isEqualTo(Map.of("a", "b"));
        assertThat(group.config().upstreams()).hasSize(1);
        assertThat(group.config().keys()).hasSize(2);
        assertThat(group.states()).isEmpty();
        assertThat(catalog.problems())
                .extracting(StoreProblem::what)
                .containsExactlyInAnyOrder("upstreams", "model_redirect_rules");
        assertThat(catalog.problems())
                .extracting(StoreProblem::message)
                .anyMatch(message -> message.matches("upstreams.url is not allowed; expected .*http.*"))
                .noneMatch(
                        message -> message.contains("nonsense")); // it may be a secret, in a field it was not meant for
    }

    @Test
    void aBadGroupDoesNotStopTheOthers() {
        long bad = group("bad");
        String noArray = engine.isServer() ? "{\"oops\":\"secret\"}" : "{oops secret"; // a server takes only JSON
        store.groups().update(bad, null, Map.of(GroupColumn.UPSTREAMS, noArray));
        long odd = group("odd");
        store.groups().update(odd, null, Map.of(GroupColumn.CONFIG, "{\"max_retries\":1,\"request_timeout\":\"x\"}"));
        LoadedCatalog catalog = load();
        assertThat(catalog.groups()).extracting(each -> each.row().name()).containsExactly("odd");
        assertThat(catalog.groups().get(0).config().settings().maxRetries()).isEqualTo(3);
        assertThat(catalog.problems()).extracting(StoreProblem::where).containsExactlyInAnyOrder("bad", "odd");
        assertThat(catalog.problems().toString()).doesNotContain("secret");
    }

    @Test
    void statesComeWithTheKeys() {
        long id = group("a", "sk-leakcanary-one-1234567", "sk-leakcanary-two-1234567", "sk-leakcanary-fine-1234567");
        KeyNewsWriting writing = store.keyNewsWriting("n1");
        KeyNews invalid = new KeyNews().add(new KeyStateChange.Status(time.instant(), true, 3, "r1"));
        KeyNews rests = new KeyNews()
                .add(new KeyStateChange.Rest(
                        time.instant(), "gpt-4o", time.instant().plusSeconds(60), Category.RATE_LIMITED, "r2"));
        String one = KeyHashes.sha256("sk-leakcanary-one-1234567");
        String two = KeyHashes.sha256("sk-leakcanary-two-1234567");
        writing.write("a", Map.of(one, invalid, two, rests));
        assertThat(load().groups().get(0).states())
                .containsExactly(
                        new KeyState(one, true, 3, time.instant(), List.of()),
                        new KeyState(
                                two,
                                false,
                                0,
                                List.of(new Rest(
                                        "gpt-4o", time.instant().plusSeconds(60), Category.RATE_LIMITED, "r2"))));
        time.advance(Duration.ofSeconds(61));
        assertThat(load().groups().get(0).states()).hasSize(1);
        assertThat(store.keyStates().newsAfter(0, 10).changes()).hasSize(2);
        long now = store.changes().current(ChangeCounters.Kind.KEY_STATES);
        assertThat(store.keyStates().newsAfter(now, 10)).isEqualTo(new StateNews(now, List.of()));
        assertThat(store.keys().restoreAll(id)).isEqualTo(1);
        assertThat(load().groups().get(0).states()).isEmpty();
    }

    @Test
    void nodesAgreeWhateverTheOrder() {
        group("a", "sk-leakcanary-one-1234567");
        String hash = KeyHashes.sha256("sk-leakcanary-one-1234567");
        KeyNewsWriting here = store.keyNewsWriting("here");
        KeyNewsWriting there = store.keyNewsWriting("there");
        var later = time.instant().plusSeconds(1);
        here.write("a", Map.of(hash, rest(120)));
        there.write("a", Map.of(hash, rest(60)));
        assertThat(cooldowns()).containsExactly(time.instant().plusSeconds(120));
        there.write("a", Map.of(hash, end(later, 60)));
        assertThat(cooldowns()).hasSize(1);
        there.write("a", Map.of(hash, end(later, 120)));
        assertThat(cooldowns()).isEmpty();
        here.write("a", Map.of(hash, new KeyNews().add(new KeyStateChange.Status(later, true, 3, "r"))));
        there.write("a", Map.of(hash, new KeyNews().add(new KeyStateChange.Status(time.instant(), false, 0, ""))));
        assertThat(load().groups().get(0).states())
                .extracting(KeyState::invalid)
                .containsExactly(true);
    }

    private KeyNews end(Instant at, int seconds) {
        return new KeyNews()
                .add(new KeyStateChange.RestEnd(at, null, time.instant().plusSeconds(seconds)));
    }

    private KeyNews rest(int seconds) {
        return new KeyNews()
                .add(new KeyStateChange.Rest(
                        time.instant(), null, time.instant().plusSeconds(seconds), Category.RATE_LIMITED, "r"));
    }

    private List<Instant> cooldowns() {
        return load().groups().get(0).states().stream()
                .flatMap(state -> state.rests().stream())
                .map(Rest::until)
                .toList();
    }

    @Test
    void onlyTheGroupWhoseKeysChangeCountsTheChange() {
        long one = group("one", "sk-leakcanary-1");
        long two = group("two", "sk-leakcanary-1");
        Map<Long, Long> before = store.changes().keyVersions();
        importKeys(one, "sk-leakcanary-1");
        store.keys().delete(one, List.of("sk-leakcanary-unknown"), done -> {});
        store.groups().update(one, null, Map.of(GroupColumn.SORT, 3));
        assertThat(store.changes().keyVersions()).isEqualTo(before);
        importKeys(one, "sk-leakcanary-2");
        assertThat(store.changes().keyVersions().get(one)).isGreaterThan(before.get(one));
        assertThat(store.changes().keyVersions().get(two)).isEqualTo(before.get(two));
        store.keys().delete(two, List.of("sk-leakcanary-1"), done -> {});
        Map<Long, Long> deleted = store.changes().keyVersions();
        assertThat(deleted.get(two)).isGreaterThan(before.get(two));
        store.keys().clear(one, null);
        assertThat(store.changes().keyVersions().get(one)).isGreaterThan(deleted.get(one));
        assertThat(store.changes().current())
                .containsEntry(ChangeCounters.Kind.KEYS, store.changes().current(ChangeCounters.Kind.KEYS))
                .hasSize(ChangeCounters.Kind.values().length);
    }

    @Test
    void keysThatAreKnownAreNotReadAgain() {
        long id = group("a", "sk-leakcanary-1");
        LoadedKeys known = load().groups().get(0).keys();
        assertThat(known.groupId()).isEqualTo(id);
        importKeys(id, "sk-leakcanary-2");
        assertThat(new CatalogLoader(store)
                        .load((group, version) -> version == known.version() ? known : null)
                        .groups()
                        .get(0)
                        .keys()
                        .configs())
                .hasSize(2);
        assertThat(new CatalogLoader(store)
                        .load((group, version) -> known)
                        .groups()
                        .get(0)
                        .keys())
                .isSameAs(known);
    }

    @Test
    void keysThatCannotBeUsedAreCounted() {
        long id = group("a", "sk-leakcanary-1", "sk-leakcanary-\n", "sk-leakcanary-\t");
        LoadedCatalog catalog = load();
        assertThat(catalog.groups().get(0).config().keys()).hasSize(1);
        assertThat(catalog.problems())
                .extracting(StoreProblem::message)
                .singleElement()
                .asString()
                .startsWith("2 keys cannot be sent in a header");
        store.close();
        store = open(options().withCipher(KeyCipher.aes("leakcanary-password")));
        importKeys(id, "sk-leakcanary-2");
        assertThat(load().groups().get(0).config().keys()).hasSize(2);
        store.close();
        store = open(options());
        assertThat(load().problems())
                .extracting(StoreProblem::message)
                .anyMatch(message -> message.startsWith("1 keys cannot be decrypted"));
    }

    @Test
    void onlyKeysThatCameSinceAreReadUnlessSomeAreGone() {
        long id = group("a", "sk-leakcanary-1", "sk-leakcanary-2");
        LoadedKeys keys = load().groups().get(0).keys();
        assertThat(keys.rows()).isEqualTo(2);
        LoadedKeys noted = new LoadedKeys(
                id,
                keys.version(),
                List.of(KeyConfig.of("sk-leakcanary-noted")),
                keys.storedHashes(),
                List.of(),
                Map.of(),
                keys.rows(),
                keys.lastId());
        KnownKeys before = new KnownKeys() {
            @Override
            public @Nullable LoadedKeys find(GroupRow group, long version) {
                return null;
            }

            @Override
            public LoadedKeys before(GroupRow group) {
                return noted;
            }
        };
        importKeys(id, "sk-leakcanary-3");
        LoadedKeys more = new CatalogLoader(store).load(before).groups().get(0).keys();
        assertThat(more.configs())
                .extracting(KeyConfig::secret)
                .containsExactly("sk-leakcanary-noted", "sk-leakcanary-3");
        assertThat(more.rows()).isEqualTo(3);
        assertThat(more.lastId()).isEqualTo(key(id, "sk-leakcanary-3").id());
        store.keys().delete(id, List.of("sk-leakcanary-1"), seen -> {});
        assertThat(new CatalogLoader(store).load(before).groups().get(0).keys().configs())
                .extracting(KeyConfig::secret)
                .containsExactly("sk-leakcanary-2", "sk-leakcanary-3");
    }
}
