package io.gptload.gateway.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.admin.AdminFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/**
 * A gateway and a browser for the tests of a class, after each of which the tabs are closed, no page may have complained, and nobody but the
 * gateway may have been asked for anything.
 */
final class AdminInABrowser implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private @Nullable Path folder;
    private @Nullable AdminFixture fixture;
    private @Nullable Browser browser;

    AdminFixture fixture() {
        return Objects.requireNonNull(fixture);
    }

    Browser browser() {
        return Objects.requireNonNull(browser);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("gptload-pages");
        fixture = new AdminFixture(folder);
        browser = new Browser(fixture.gateway);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        browser().closePages();
        assertThat(browser().complaints()).isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (fixture != null) {
            fixture.close();
        }
        FileSystemUtils.deleteRecursively(folder);
    }
}
