package io.gptload.gateway.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gptload.gateway.ui.Browser.button;
import static io.gptload.gateway.ui.Browser.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.gptload.client.config.KeyOptions;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.RunningGateway;
import java.time.Instant;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How people say how keys are to be used. Needs a Chromium, for instance Debian's package {@code chromium}. */
@EnabledIf(value = "io.gptload.gateway.ui.Browser#isThere", disabledReason = "There is no Chromium on this machine")
class KeyOptionPagesTest {

    private static final String SCRIPT = "<script>document.title='broken'</script>";

    @RegisterExtension
    static final AdminInABrowser ADMIN = new AdminInABrowser();

    private static Collection<KeyOptions> options(TestGroup group) {
        return ADMIN.fixture().store().keyOptions().ofGroup(group.id()).values();
    }

    private static Page open(TestGroup group) {
        Page page = ADMIN.browser().signedIn();
        page.navigate("/groups/" + group.id());
        return page;
    }

    private static Locator row(Page page, String masked) {
        return page.locator("#keys tbody tr").filter(new Locator.FilterOptions().setHasText(masked));
    }

    /** The dialog of one key, by the keyboard alone. */
    private static void ask(Page page, String masked) {
        Locator menu = page.getByLabel("More for " + masked);
        menu.focus();
        page.keyboard().press("Enter");
        for (int i = 0; i < 5; i++) {
            page.keyboard().press("ArrowDown");
        }
        assertThat(page.locator(".item:focus")).hasText("Options");
        page.keyboard().press("Enter");
        assertThat(page.locator("#option-use")).isFocused();
    }

    @Test
    void ofOneKey() {
        TestGroup group = ADMIN.fixture().group("sk-leakcanary-options-aaaa", "sk-leakcanary-options-bbbb");
        Page page = open(group);
        ask(page, "sk-l****aaaa");
        assertThat(Browser.accessibility(page)).isEmpty();
        field(page, "Tier").fill("10");
        field(page, "Weight").fill("many");
        field(page, "Account").fill(SCRIPT);
        field(page, "Use").selectOption("until");
        page.getByLabel("Disabled until", new Page.GetByLabelOptions().setExact(true))
                .fill("2020-01-01T08:00");
        button(page, "Save").click();
        assertThat(page.locator("#tier-error")).containsText("from 1 to 9");
        assertThat(page.locator("#weight-error")).containsText("from 1 to 100");
        assertThat(page.locator("#until-error")).containsText("in the future");
        assertThat(field(page, "Tier")).hasValue("10");
        assertThat(field(page, "Weight")).hasValue("many");
        assertThat(field(page, "Account")).hasValue(SCRIPT);
        assertThat(page.locator("#option-until")).isFocused();
        assertThat(Browser.accessibility(page)).isEmpty();
        assertThat(options(group)).isEmpty();

        field(page, "Tier").fill("2");
        field(page, "Weight").fill("10");
        page.locator("#option-until").fill("2031-01-01T08:00");
        button(page, "Save").click();
        assertThat(page.locator("#toasts")).containsText("Options of 1 key saved");
        assertThat(page.locator("#options-dialog")).isHidden();
        assertThat(page.getByLabel("More for sk-l****aaaa")).isFocused();
        assertThat(row(page, "sk-l****aaaa")).containsText("Tier 2");
        assertThat(row(page, "sk-l****aaaa")).containsText("Weight 10");
        assertThat(row(page, "sk-l****aaaa")).containsText(SCRIPT);
        assertThat(row(page, "sk-l****aaaa")).containsText("Disabled");
        assertThat(row(page, "sk-l****aaaa")).containsText("until");
        assertThat(page.locator("#group-stats")).containsText("1 disabled");
        assertThat(page.title()).doesNotContain("broken");
        assertThat(options(group)).singleElement().satisfies(one -> {
            assertThat(one.tier()).isEqualTo(2);
            assertThat(one.weight()).isEqualTo(10);
            assertThat(one.account()).isEqualTo(SCRIPT);
            assertThat(one.isDisabled(Instant.now())).isTrue();
        });
        assertThat(ADMIN.fixture().engine(group).counts().disabled()).isEqualTo(1);

        ask(page, "sk-l****aaaa");
        assertThat(page.locator("#option-until")).hasValue("2031-01-01T08:00");
        field(page, "Use").selectOption("on");
        field(page, "Account").fill("");
        button(page, "Save").click();
        assertThat(row(page, "sk-l****aaaa")).containsText("Ready");
        assertThat(row(page, "sk-l****aaaa")).not().containsText(SCRIPT);
    }

    @Test
    void areAskedForInATableThatWasRenewedAMomentAgo() {
        Page page = open(ADMIN.fixture().group("sk-leakcanary-options-9999"));
        page.evaluate("""
                () => {
                  new MutationObserver((changes, observer) => {
                    observer.disconnect();
                    document.querySelector('.item[data-dialog="#options-dialog"]').click();
                  }).observe(document.getElementById('keys-box'), { childList: true });
                  htmx.trigger(document.body, 'keys-changed');
                }""");
        assertThat(page.locator("#option-use")).isVisible();
    }

    @Test
    void ofChosenKeys() {
        TestGroup group = ADMIN.fixture()
                .group("sk-leakcanary-options-1111", "sk-leakcanary-options-2222", "sk-leakcanary-options-3333");
        Page page = open(group);
        ask(page, "sk-l****1111");
        field(page, "Tier").fill("3");
        button(page, "Save").click();
        assertThat(row(page, "sk-l****1111")).containsText("Tier 3");

        page.getByLabel("Choose sk-l****1111").check();
        page.getByLabel("Choose sk-l****2222").check();
        button(page, "Options").click();
        assertThat(page.locator("#options-dialog h2")).hasText("Options of 2 keys");
        assertThat(field(page, "Tier")).hasValue("");
        field(page, "Account").fill("org-a");
        field(page, "Use").selectOption("off");
        button(page, "Save").click();
        assertThat(page.locator("#toasts")).containsText("Options of 2 keys saved");
        assertThat(row(page, "sk-l****1111")).containsText("Tier 3");
        assertThat(row(page, "sk-l****2222")).not().containsText("Tier");
        assertThat(row(page, "sk-l****2222")).containsText("org-a");
        assertThat(row(page, "sk-l****3333")).containsText("Ready");
        assertThat(ADMIN.fixture().engine(group).counts().disabled()).isEqualTo(2);

        page.locator("#key-state").selectOption("disabled");
        assertThat(page.locator("#keys tbody tr")).hasCount(2);
        page.locator("#key-state").selectOption("");
        page.locator("#key-search").fill("ORG-");
        assertThat(page.locator("#keys tbody tr")).hasCount(2);
        page.getByTitle("Cards").click();
        assertThat(page.locator("#keys table.cards tbody tr").first()).containsText("org-a");
        Browser.look(page, 390, 844, ColorScheme.DARK);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat(Browser.accessibility(page)).isEmpty();
    }

    @Test
    void aStolenPostAndKeysOfAnotherGroupChangeNothing() {
        TestGroup group = ADMIN.fixture().group("sk-leakcanary-options-mine");
        TestGroup other = ADMIN.fixture().group("sk-leakcanary-options-other");
        long key = ADMIN.fixture()
                .store()
                .keys()
                .page(io.gptload.client.store.jdbc.KeyFilter.ofGroup(group.id()), 0, 1)
                .items()
                .get(0)
                .id();
        Visitor visitor = new Visitor(ADMIN.fixture().gateway, "198.51.100.60");
        visitor.signIn(RunningGateway.AUTH_KEY);
        visitor.get("/groups/" + group.id());
        String form = "key=" + key + "&use=off&was_use=on&tier=1&was_tier=1&weight=1&was_weight=1";
        assertThat(visitor.post("/groups/" + group.id() + "/keys/options", form).status())
                .isEqualTo(403);
        assertThat(visitor.post("/groups/" + other.id() + "/keys/options", form + "&_csrf=" + visitor.token())
                        .status())
                .isEqualTo(404);
        assertThat(options(group)).isEmpty();
        assertThat(visitor.post("/groups/" + group.id() + "/keys/options", form + "&_csrf=" + visitor.token())
                        .status())
                .isEqualTo(200);
        assertThat(options(group)).hasSize(1);
    }

    @Test
    void whatAKeyUsedOfItsBudgetsIsShownAsItIsUsed() {
        TestGroup group = ADMIN.fixture().group("sk-leakcanary-options-plan");
        ADMIN.fixture()
                .gateway
                .api(
                        "PUT",
                        "/api/groups/" + group.id(),
                        "{\"gptload\":{\"key_budgets\":\"3 requests/day, 5000 requests/hour, m: 100000 tokens/day\"}}");
        Page page = open(group);
        assertThat(page.locator("#keys .budget")).hasCount(0);
        ask(page, "sk-l****plan");
        assertThat(page.locator("#budgets .budget")).hasCount(3);
        assertThat(page.locator("#budgets")).containsText("0 / 5,000");
        for (int i = 0; i < 3; i++) {
            ADMIN.fixture().chat(group);
        }
        Locator spent = page.locator("#budgets .budget").first();
        assertThat(spent).containsText("3 / 3 · resets in");
        assertThat(spent.locator("rect.fill-cooling")).hasAttribute("width", "100");
        assertThat(field(page, "Use")).isVisible();
        assertThat(Browser.accessibility(page)).isEmpty();
        page.keyboard().press("Escape");
        assertThat(row(page, "sk-l****plan").locator(".budget")).containsText("requests/day");
        assertThat(row(page, "sk-l****plan")).containsText("Cooling");
    }
}
