package io.gptload.gateway.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.gptload.gateway.admin.AdminFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures of the documentation. Not a check, so it runs when asked to: {@code -Dgptload.screenshots=docs/images}, a
 * folder below that of the repository.
 */
@EnabledIfSystemProperty(named = "gptload.screenshots", matches = ".+", disabledReason = "Nobody asked for pictures")
@EnabledIf(value = "io.gptload.gateway.ui.Browser#isThere", disabledReason = "There is no Chromium on this machine")
class ScreenshotsTest {

    private static final int WIDE = 1280;
    private static final int HIGH = 800;
    private static final int PHONE_WIDE = 390;
    private static final int PHONE_HIGH = 844;

    @TempDir
    static Path folder;

    private Page page;

    @Test
    void ofEachPage() {
        try (AdminFixture fixture = new AdminFixture(folder);
                Browser browser = new Browser(fixture.gateway)) {
            ExampleData data = new ExampleData(fixture);
            data.fill();
            page = browser.signedIn();
            wide(ColorScheme.LIGHT);
            shoot("dashboard", "/");
            shoot("groups", "/groups");
            shoot("keys", "/groups/" + data.openAi());
            page.getByLabel("More for sk-l****0059").click();
            page.locator(".menu[open]").getByText("Options").click();
            assertThat(page.locator("#option-tier")).isVisible();
            shoot("key-options");
            shoot("group-form", "/groups/" + data.openAi() + "/edit");
            shoot("pool", "/pool");
            shoot("client-keys", "/client-keys");
            shoot("api", "/api-reference");
            shoot("settings", "/settings");
            shoot("quick-start", "/quick-start?group=" + data.openAi());
            shoot("logs", "/logs");
            page.navigate("/logs?type=retry");
            page.locator("main tbody button").first().click();
            assertThat(page.locator("#log-dialog .tries")).isVisible();
            shoot("log-attempts");
            page.navigate("/playground?group=" + data.openAi());
            page.locator("#play-button").click();
            assertThat(page.locator("#result .tries")).isVisible();
            shoot("playground");
            Browser.look(page, PHONE_WIDE, PHONE_HIGH, ColorScheme.DARK);
            shoot("dashboard-phone", "/");
            shoot("keys-phone", "/groups/" + data.openAi());
            shoot("pool-phone", "/pool");
            page.locator("form[action='/logout'] button").dispatchEvent("click");
            assertThat(page.locator("#key")).isVisible();
            wide(ColorScheme.DARK);
            shoot("login", "/login");
        }
    }

    private void wide(ColorScheme colours) {
        Browser.look(page, WIDE, HIGH, colours);
    }

    private void shoot(String name, String path) {
        page.navigate(path);
        shoot(name);
    }

    private void shoot(String name) {
        if (page.locator("#live").count() > 0) {
            assertThat(page.locator("#live")).hasText("Live");
        }
        Browser.shoot(page, Path.of("..", System.getProperty("gptload.screenshots"), "admin-" + name + ".png"));
    }
}
