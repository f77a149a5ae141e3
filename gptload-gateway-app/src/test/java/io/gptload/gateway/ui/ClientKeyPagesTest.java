package io.gptload.gateway.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gptload.gateway.ui.Browser.button;
import static io.gptload.gateway.ui.Browser.field;
import static io.gptload.gateway.ui.Browser.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages of client keys as people meet them. Needs a Chromium, for instance Debian's package {@code chromium}. */
@EnabledIf(value = "io.gptload.gateway.ui.Browser#isThere", disabledReason = "There is no Chromium on this machine")
class ClientKeyPagesTest {

    private static final String SCRIPT = "<script>document.title='broken'</script>";
    private static final String HELLO = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @RegisterExtension
    static final AdminInABrowser ADMIN = new AdminInABrowser();

    private static int chat(TestGroup group, String token) {
        return ADMIN.fixture()
                .gateway
                .proxy(group.name(), "/v1/chat/completions", HELLO, token)
                .status();
    }

    @Test
    void aKeyIsMadeShownOnceUsedExchangedAndDeleted() {
        TestGroup group = ADMIN.fixture().group("sk-leakcanary-client-page");
        Page page = ADMIN.browser().signedIn();
        link(page, "Client keys").click();
        link(page, "Create a client key").first().click();
        field(page, "Name").fill("the app " + SCRIPT);
        field(page, "Requests a day").fill("many");
        field(page, "These groups only").check();
        button(page, "Create a client key").click();
        assertThat(page.locator("#daily_requests-error")).containsText("an integer from 0");
        assertThat(page.locator("#group_ids-error")).containsText("Choose a group");
        assertThat(field(page, "Requests a day")).hasValue("many");
        assertThat(ADMIN.fixture().store().clientKeys().count()).isZero();

        field(page, "Name").fill("app " + SCRIPT);
        field(page, "Requests a day").fill("1");
        field(page, "Models").fill("gpt-4*\no3");
        field(page, group.name()).check();
        button(page, "Create a client key").click();
        String token = page.locator("#token").textContent();
        assertThat(token).startsWith("gl-").hasSize(46);
        assertThat(Browser.accessibility(page)).isEmpty();
        assertThat(chat(group, token)).isEqualTo(200);
        assertThat(chat(group, token)).isEqualTo(429);

        link(page, "I have copied it").click();
        assertThat(page.locator("#clients")).containsText("app " + SCRIPT);
        assertThat(page.locator("#clients")).containsText("1 / 1");
        assertThat(page.locator("#clients")).containsText("1 refused");
        assertThat(page.locator("#clients")).containsText(group.name());
        assertThat(page.content()).doesNotContain(token);
        assertThat(page.title()).isNotEqualTo("broken");
        Browser.look(page, 390, 800, ColorScheme.DARK);
        assertThat(Browser.accessibility(page)).isEmpty();
        Browser.look(page, 1280, 900, ColorScheme.LIGHT);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", "client-keys.png"))
                .setFullPage(true));

        button(page, "Disable app " + SCRIPT).click();
        assertThat(page.locator("#toasts")).containsText("is disabled");
        assertThat(chat(group, token)).isEqualTo(403);
        link(page, "Edit app " + SCRIPT).click();
        assertThat(page.content()).doesNotContain(token);
        assertThat(Browser.accessibility(page)).isEmpty();
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", "client-key.png"))
                .setFullPage(true));
        field(page, "May be used").check();
        field(page, "Requests a day").fill("");
        button(page, "Save").click();
        assertThat(page.locator("#toasts")).containsText("Client key saved");
        assertThat(chat(group, token)).isEqualTo(200);

        link(page, "Edit app " + SCRIPT).click();
        button(page, "New key").click();
        button(page, "Make a new key").click();
        String another = page.locator("#token").textContent();
        assertThat(chat(group, token)).isEqualTo(401);
        assertThat(chat(group, another)).isEqualTo(200);
        link(page, "I have copied it").click();
        link(page, "Edit app " + SCRIPT).click();
        button(page, "Delete").click();
        button(page, "Delete the client key").click();
        assertThat(page.locator(".empty")).containsText("No client keys yet");
        assertThat(chat(group, another)).isEqualTo(401);
        page.close();
        assertThat(ADMIN.browser().complaints()).allMatch(complaint -> complaint.contains("422"));
    }

    @Test
    void theSecondOfTwoEditorsIsTold() {
        TestGroup gone = ADMIN.fixture().group("sk-leakcanary-client-gone");
        long id = ADMIN.fixture()
                .post("/api/gptload/client-keys", "{\"name\":\"two editors\",\"group_ids\":[" + gone.id() + "]}")
                .data()
                .path("id")
                .asLong();
        Page first = ADMIN.browser().signedIn();
        ADMIN.fixture().gateway.api("DELETE", "/api/groups/" + gone.id());
        first.navigate("/client-keys");
        assertThat(first.locator("#clients")).containsText("No group that exists");
        Page second = ADMIN.browser().page();
        String edit = "/client-keys/" + id + "/edit";
        first.navigate(edit);
        second.navigate(edit);
        field(first, "Note").fill("first");
        button(first, "Save").click();
        assertThat(first.locator("#group_ids-error")).containsText("Choose a group");
        field(first, "All groups").check();
        button(first, "Save").click();
        assertThat(first.locator("#toasts")).containsText("Client key saved");
        field(second, "Note").fill("second");
        field(second, "All groups").check();
        button(second, "Save").click();
        assertThat(second.getByRole(AriaRole.ALERT)).containsText("Somebody else changed this client key");
        assertThat(field(second, "Note")).hasValue("second");
        assertThat(ADMIN.fixture().store().clientKeys().find(id).orElseThrow().note())
                .isEqualTo("first");
        button(second, "Save over theirs").click();
        assertThat(second.locator("#toasts")).containsText("Client key saved");
        assertThat(ADMIN.fixture().store().clientKeys().find(id).orElseThrow().note())
                .isEqualTo("second");
        first.close();
        second.close();
        assertThat(ADMIN.browser().complaints())
                .allMatch(complaint -> complaint.contains("409") || complaint.contains("422"));
        ADMIN.fixture().gateway.api("DELETE", "/api/gptload/client-keys/" + id);
    }
}
