package io.gptload.gateway.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gptload.gateway.ui.Browser.button;
import static io.gptload.gateway.ui.Browser.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import io.gptload.client.store.jdbc.GroupColumn;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.simulator.Fault;
import io.gptload.simulator.SimulatedKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages as people meet them. Needs a Chromium, for instance Debian's package {@code chromium}. */
@EnabledIf(value = "io.gptload.gateway.ui.Browser#isThere", disabledReason = "There is no Chromium on this machine")
class PagesInABrowserTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String SCRIPT = "<script>document.title='broken'</script><img src=x onerror=alert(1)>";

    @RegisterExtension
    static final AdminInABrowser ADMIN = new AdminInABrowser();

    @Test
    void keysAreFoundShownTakenOutAndLaidOutAsCards() {
        TestGroup group = ADMIN.fixture()
                .group(IntStream.range(0, 60)
                        .mapToObj("sk-leakcanary-browser-%04d"::formatted)
                        .toArray(String[]::new));
        Page page = ADMIN.browser().signedIn();
        page.navigate("/groups/" + group.id());
        page.locator("#key-search").fill("0042");
        assertThat(page.locator("#keys tbody tr")).hasCount(1);
        button(page, "Show sk-l****0042 in clear").click();
        assertThat(page.locator("#keys")).containsText("sk-leakcanary-browser-0042");

        page.locator("#keys tbody input[type=checkbox]").check();
        assertThat(page.locator("#selection")).containsText("1 chosen");
        button(page, "Mark invalid").first().click();
        assertThat(page.locator("#keys tbody")).containsText("Invalid");
        page.locator("#key-search").fill("");
        page.locator("#key-state").selectOption("invalid");
        assertThat(page.locator("#keys tbody tr")).hasCount(1);
        page.locator("#key-state").selectOption("");
        page.getByTitle("Cards").click();
        assertThat(page.locator("#keys table.cards tbody tr")).hasCount(50);
    }

    @Test
    void aBadSettingChangesNothingAndAGoodOneIsInForceAtOnce() {
        TestGroup group = ADMIN.fixture().group("sk-leakcanary-browser-setting");
        Page page = ADMIN.browser().signedIn();
        link(page, "Settings").click();
        page.getByLabel("Retries").fill("many");
        page.getByLabel("Connect timeout (s)").fill("7");
        button(page, "Save").click();
        assertThat(page.locator("#max_retries-error")).containsText("an integer from 0");
        assertThat(page.getByLabel("Retries")).hasValue("many");
        assertThat(page.getByLabel("Connect timeout (s)")).hasValue("7");
        assertThat(ADMIN.fixture().engine(group).settings().maxRetries()).isEqualTo(3);

        page.getByLabel("Retries").fill("1");
        button(page, "Save").click();
        assertThat(page.locator("#toasts")).containsText("2 settings changed");
        assertThat(ADMIN.fixture().engine(group).settings().maxRetries()).isEqualTo(1);
    }

    private static String storedDescription(TestGroup group) {
        return ADMIN.fixture().store().groups().find(group.id()).orElseThrow().description();
    }

    @Test
    void whatIsWrongIsSaidAtItsFieldAndTheSecondOfTwoEditorsIsTold() {
        TestGroup group = ADMIN.fixture().group("sk-leakcanary-browser-editors");
        Page first = ADMIN.browser().signedIn();
        Page second = ADMIN.browser().page();
        first.navigate("/groups/" + group.id() + "/edit");
        second.navigate("/groups/" + group.id() + "/edit");

        first.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Not Allowed");
        first.getByLabel("Base URL").fill("ftp://nowhere");
        first.getByLabel("Description").fill("typed and kept");
        button(first, "Save").click();
        assertThat(first.locator("#name-error")).isVisible();
        assertThat(first.locator("#upstreams-error")).containsText("http://");
        assertThat(first.getByLabel("Description")).hasValue("typed and kept");
        assertThat(storedDescription(group)).isEmpty();

        first.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(group.name());
        first.getByLabel("Base URL").fill(ADMIN.fixture().server.baseUrl().toString());
        button(first, "Save").click();
        assertThat(first.locator("#toasts")).containsText("Saved");

        second.getByLabel("Description").fill("of the second");
        button(second, "Save").click();
        assertThat(second.getByRole(AriaRole.ALERT)).containsText("Somebody else changed this group");
        assertThat(second.locator("main")).containsText("Stored now: typed and kept");
        assertThat(second.getByLabel("Description")).hasValue("of the second");
        assertThat(storedDescription(group)).isEqualTo("typed and kept");
        button(second, "Save over theirs").click();
        assertThat(second.locator("#toasts")).containsText("Saved");
        assertThat(storedDescription(group)).isEqualTo("of the second");
    }

    @Test
    void thePlaygroundShowsEachAttempt() {
        ADMIN.fixture().provider.setKey(SimulatedKey.invalid("sk-leakcanary-browser-dead"));
        ADMIN.fixture().provider.setKey(SimulatedKey.valid("sk-leakcanary-browser-good"));
        TestGroup group =
                ADMIN.fixture().group("openai", Map.of(), "sk-leakcanary-browser-dead", "sk-leakcanary-browser-good");
        Page page = ADMIN.browser().signedIn();
        page.navigate("/playground?group=" + group.id());
        button(page, "Send").click();
        assertThat(page.locator("#result")).containsText("2 attempts");
        assertThat(page.locator("#result .tries li").first()).containsText("Key refused");
        assertThat(page.locator("#result .tries li").last()).containsText("sk-l****good");
        assertThat(page.locator("#result .badge.ready")).hasText("200");
    }

    @Test
    void whatIsDoneBeforeThePageKnowsHowIsDoneOnceItDoes() {
        TestGroup first = ADMIN.fixture().group("sk-leakcanary-browser-early-1");
        TestGroup second = ADMIN.fixture()
                .group("openai", Map.of(GroupColumn.TEST_MODEL, "of-the-second"), "sk-leakcanary-browser-early-2");
        Page page = ADMIN.browser().signedIn();
        List<Route> held = new CopyOnWriteArrayList<>();
        page.route("**/htmx.min.js*", held::add);

        openWithoutScripts(page, "/playground?group=" + first.id());
        page.getByLabel("Group").selectOption(second.name());
        letGo(page, held);
        assertThat(page.getByLabel("Model")).hasValue("of-the-second");

        openWithoutScripts(page, "/groups/" + first.id());
        page.locator("#key-search").fill("of-another");
        page.locator("#key-search").press("Tab");
        page.waitForRequest(
                request -> "key-filter".equals(request.headers().get("hx-trigger")), () -> letGo(page, held));
        assertThat(page.locator("#keys tbody tr")).hasCount(0);

        openWithoutScripts(page, "/playground?group=" + first.id());
        button(page, "Send").click();
        button(page, "Send").click(); // impatient, but meant once
        letGo(page, held);
        assertThat(page.locator("#result")).containsText("1 attempt");

        assertThat(ADMIN.fixture().chat(first)).isEqualTo(200);
        openWithoutScripts(page, "/logs?group=" + first.name());
        button(page, "Details of " + page.locator("main tbody time").first().getAttribute("datetime"))
                .click();
        letGo(page, held);
        assertThat(page.locator("#log-dialog .tries li")).hasCount(1);
        assertThat(ADMIN.fixture().provider.calls("sk-leakcanary-browser-early-1"))
                .isEqualTo(2);
    }

    private static void openWithoutScripts(Page page, String path) {
        page.navigate(path, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    }

    private static void letGo(Page page, List<Route> held) {
        page.waitForCondition(() -> !held.isEmpty());
        held.forEach(Route::resume);
        held.clear();
    }

    @Test
    void badInputIsToldAtItsFieldKeptAndChangesNothing() {
        TestGroup group = ADMIN.fixture().group("sk-leakcanary-browser-input");
        TestGroup aggregate = ADMIN.fixture().aggregate(group);
        Page page = ADMIN.browser().signedIn();
        page.navigate("/groups/" + group.id());
        button(page, "Add keys").first().click();
        page.locator("#keys-text").fill(" , ");
        page.locator("#import-dialog [type=submit]").click();
        assertThat(page.locator("#keys-text-error")).isVisible();
        assertThat(page.locator("#keys-text")).hasValue(" , ");
        page.keyboard().press("Escape");

        button(page, "More for sk-l****nput")
                .or(page.getByLabel("More for sk-l****nput"))
                .click();
        page.locator("#keys tbody").getByText("Note").click();
        page.locator("#notes").fill("n".repeat(300));
        page.locator("#note-form [type=submit]").click();
        assertThat(page.locator("#notes-error")).isVisible();
        assertThat(page.locator("#notes")).hasValue("n".repeat(300));
        page.locator("#notes").fill("of the ops team");
        page.locator("#note-form [type=submit]").click();
        assertThat(page.locator("#keys tbody")).containsText("of the ops team");

        page.locator("main .page-head details.menu summary").click();
        page.getByText("Delete group").first().click();
        page.locator("#delete-name").fill("another");
        page.locator("#delete-dialog .danger").click();
        assertThat(page.locator("#delete-name-error")).containsText("Type " + group.name());
        assertThat(page.locator("#delete-name")).hasValue("another");
        assertThat(ADMIN.fixture().store().groups().find(group.id())).isPresent();

        page.navigate("/groups/" + aggregate.id());
        page.locator("#weight-" + group.id()).fill("1001");
        button(page, "Save").click();
        assertThat(page.locator("#weight-" + group.id() + "-error")).isVisible();
        assertThat(page.locator("#weight-" + group.id())).hasValue("1001");
        assertThat(ADMIN.fixture()
                        .store()
                        .subGroups()
                        .members(aggregate.id())
                        .get(0)
                        .weight())
                .isEqualTo(1);

        page.navigate("/logs?status=many");
        assertThat(page.locator("#status-error")).containsText("100 to 599");
        assertThat(page.locator("#f-status")).hasValue("many");

        page.navigate("/playground?group=" + group.id());
        page.getByLabel("Model").fill("");
        button(page, "Send").click();
        assertThat(page.locator("#model-error")).isVisible();
        assertThat(page.getByLabel("Message")).not().hasValue("");
    }

    @Test
    void whatSomebodyChoseStaysChosenWhenThePoolChanges() {
        String limited = "sk-leakcanary-browser-later";
        TestGroup group = ADMIN.fixture().group(limited, "sk-leakcanary-browser-first");
        ADMIN.fixture().provider.setKey(SimulatedKey.limited(limited, 1, Duration.ofSeconds(60)));
        Page page = ADMIN.browser().signedIn();
        page.navigate("/groups/" + group.id());
        page.getByLabel("Choose sk-l****irst").check();
        for (int i = 0; i < 4; i++) {
            ADMIN.fixture().chat(group);
        }
        assertThat(page.locator("#keys tbody")).containsText("Cooling");
        assertThat(page.getByLabel("Choose sk-l****irst")).isChecked();
        assertThat(page.locator("#selection")).containsText("1 chosen");
    }

    @Test
    void whatSomebodyPressesStaysUntilItIsLetGoAndThePageCatchesUpThen() {
        String limited = "sk-leakcanary-browser-pressed";
        TestGroup group = ADMIN.fixture().group(limited, "sk-leakcanary-browser-other");
        ADMIN.fixture().provider.setKey(SimulatedKey.limited(limited, 1, Duration.ofSeconds(60)));
        Page page = ADMIN.browser().signedIn();
        Page witness = ADMIN.browser().page();
        page.navigate("/groups/" + group.id());
        witness.navigate("/groups/" + group.id());
        page.bringToFront();
        page.getByLabel("Choose sk-l****ther").hover();
        page.mouse().down();
        for (int i = 0; i < 4; i++) {
            ADMIN.fixture().chat(group);
        }
        assertThat(witness.locator("#keys tbody")).containsText("Cooling");
        renew(page, "keys-box", "pool-changed"); // as one that was asked for before
        page.mouse().up();
        assertThat(page.locator("#selection")).containsText("1 chosen");
        assertThat(page.locator("#keys tbody")) // at once, and not when pages ask of themselves, twice a minute
                .containsText("Cooling", new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
        assertThat(page.getByLabel("Choose sk-l****ther")).isChecked();
    }

    @Test
    void aTaskCanBeStoppedThoughItGoesOnMeanwhile() {
        TestGroup group = ADMIN.fixture()
                .group(
                        "openai",
                        Map.of(GroupColumn.CONFIG, "{\"key_validation_timeout_seconds\":600}"),
                        "sk-leakcanary-browser-hanging");
        ADMIN.fixture().provider.fail(Fault.hang());
        Page page = ADMIN.browser().signedIn();
        page.navigate("/groups/" + group.id());
        page.getByRole(AriaRole.REGION)
                .getByText("All keys", new Locator.GetByTextOptions().setExact(true))
                .click();
        button(page, "Test all keys").click();
        Locator stop = button(page, "Stop");
        stop.focus();
        renew(page, "task-box", "task-moved");
        assertThat(stop).isFocused();
        stop.hover();
        page.mouse().down();
        renew(page, "task-box", "task-moved");
        page.mouse().up();
        assertThat(page.locator("#task")).containsText("stopped");
        ADMIN.fixture().provider.recover();
    }

    /** What news make a part of a page do, to its end. */
    private static void renew(Page page, String part, String news) {
        page.evaluate(
                "([part, news]) => new Promise(done => {"
                        + " document.addEventListener('htmx:afterRequest', e => e.detail.elt.id === part && done());"
                        + " htmx.trigger('#' + part, news); })",
                List.of(part, news));
    }

    @Test
    void thePagesCanBeUsedWithTheKeyboardAlone() {
        TestGroup group = ADMIN.fixture().group("sk-leakcanary-browser-keyboard");
        Page page = ADMIN.browser().signedIn();
        page.navigate("/groups/" + group.id());
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#main")).isFocused();
        Locator menu = page.locator("main .page-head details.menu");
        menu.locator("summary").focus();
        page.keyboard().press("Enter");
        assertThat(menu).hasAttribute("open", "");
        page.keyboard().press("Escape");
        assertThat(menu.locator("summary")).isFocused();
        assertThat(menu).not().hasAttribute("open", "");

        page.navigate("/quick-start?group=" + group.id());
        page.getByText("curl").first().focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("#panel-python")).isVisible();
        assertThat(page.locator("#panel-python")).containsText("/proxy/" + group.name() + "/v1");
    }

    @Test
    void textsOfOthersShowAsText() {
        TestGroup group = ADMIN.fixture()
                .group(
                        "openai",
                        Map.of(GroupColumn.DISPLAY_NAME, SCRIPT, GroupColumn.DESCRIPTION, SCRIPT),
                        "sk-leakcanary-browser-script");
        ADMIN.fixture().provider.setKey(SimulatedKey.valid("sk-leakcanary-browser-script"));
        ADMIN.fixture()
                .store()
                .keys()
                .page(io.gptload.client.store.jdbc.KeyFilter.ofGroup(group.id()), 0, 1)
                .items()
                .forEach(row -> ADMIN.fixture().store().keys().setNotes(row.id(), SCRIPT));
        ADMIN.fixture()
                .gateway
                .proxy(
                        group.name(),
                        "/v1/chat/completions",
                        "{\"model\":\"" + SCRIPT.replace("\"", "'") + "\",\"messages\":[]}");
        ADMIN.fixture()
                .provider
                .fail(Fault.reply(
                        400, "application/json", "{\"error\":{\"message\":\"" + SCRIPT.replace("\"", "'") + "\"}}"));
        ADMIN.fixture().chat(group);
        ADMIN.fixture().provider.recover();
        Page page = ADMIN.browser().signedIn();
        for (String path :
                List.of("/", "/groups", "/groups/" + group.id(), "/groups/" + group.id() + "/edit", "/pool", "/logs")) {
            page.navigate(path);
            assertThat(page.title()).isNotEqualTo("broken");
            assertThat(page.locator("img").count()).as(path).isZero();
        }
        page.navigate("/groups/" + group.id());
        assertThat(page.locator("h1")).hasText(SCRIPT);
        assertThat(page.locator("#keys tbody")).containsText(SCRIPT);
        page.navigate("/logs?group=" + group.name());
        Locator rows = page.locator("main .card tbody tr");
        assertThat(rows).hasCount(2);
        Locator namesTheModel = rows.filter(new Locator.FilterOptions().setHasText("<script>document.title"));
        Locator tellsTheError = rows.filter(new Locator.FilterOptions().setHasNotText("<script>"));
        tellsTheError.locator("button").click();
        assertThat(page.locator("#log-dialog pre")).containsText("<script>document.title");
        page.locator("#log-dialog [data-close]").click();
        namesTheModel.locator("button").click();
        assertThat(page.locator("#log-dialog .facts")).containsText("<script>document.title");
        assertThat(page.locator("img").count()).isZero();
    }

    @Test
    void everyPageCanBeUsedByAllAndFitsPhoneAndScreen() {
        TestGroup group = ADMIN.fixture()
                .group(
                        "openai",
                        Map.of(GroupColumn.DISPLAY_NAME, "Platform team"),
                        IntStream.range(0, 60)
                                .mapToObj("sk-leakcanary-looks-%04d"::formatted)
                                .toArray(String[]::new));
        IntStream.range(0, 60).forEach(i -> {
            String key = "sk-leakcanary-looks-%04d".formatted(i);
            ADMIN.fixture()
                    .provider
                    .setKey(
                            i % 9 == 2
                                    ? SimulatedKey.invalid(key)
                                    : i % 4 == 0
                                            ? SimulatedKey.limited(key, 1, Duration.ofMinutes(3))
                                            : SimulatedKey.valid(key));
        });
        IntStream.range(0, 80).forEach(i -> ADMIN.fixture().chat(group));
        TestGroup aggregate = ADMIN.fixture().aggregate(group);
        Page page = ADMIN.browser().signedIn();
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("dashboard", "/");
        pages.put("api-reference", "/api-reference");
        pages.put("groups", "/groups");
        pages.put("group", "/groups/" + group.id());
        pages.put("aggregate", "/groups/" + aggregate.id());
        pages.put("group-form", "/groups/" + group.id() + "/edit");
        pages.put("group-new", "/groups/new");
        pages.put("pool", "/pool");
        pages.put("clients", "/client-keys");
        pages.put("client-form", "/client-keys/new");
        pages.put("logs", "/logs");
        pages.put("settings", "/settings");
        pages.put("playground", "/playground");
        pages.put("quick-start", "/quick-start");
        SoftAssertions found = new SoftAssertions();
        pages.forEach((name, path) -> check(page, name, path, found));
        button(page, "Sign out").click();
        check(page, "login", "/login", found);
        found.assertAll();
    }

    private static void check(Page page, String name, String path, SoftAssertions found) {
        Browser.look(page, 390, 844, ColorScheme.DARK);
        page.navigate(path);
        shoot(page, name + "-narrow-dark");
        found.assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as(name)
                .isEqualTo(true);
        found.assertThat(Browser.accessibility(page))
                .as(name + " on a phone, dark")
                .isEmpty();
        Browser.look(page, 1440, 900, ColorScheme.LIGHT);
        shoot(page, name + "-wide-light");
        found.assertThat(page.content()).as(name).doesNotContain("??");
        found.assertThat(Browser.accessibility(page))
                .as(name + " on a screen, light")
                .isEmpty();
    }

    private static void shoot(Page page, String name) {
        Browser.shoot(page, SCREENSHOTS.resolve(name + ".png"));
    }
}
