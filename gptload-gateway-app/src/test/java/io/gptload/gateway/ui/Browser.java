package io.gptload.gateway.ui;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotCaret;
import io.gptload.gateway.testing.RunningGateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A headless Chromium of this machine that lets nothing but the gateway be asked, and remembers what pages complain of. */
final class Browser implements AutoCloseable {

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/chromium"),
            Path.of("/usr/bin/chromium-browser"),
            Path.of("/usr/bin/google-chrome"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));

    private static final int PATIENCE_MILLIS = 45_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final BrowserContext context;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final String base;

    Browser(RunningGateway gateway) {
        base = "http://127.0.0.1:" + gateway.port();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(path().orElseThrow())
                        .setArgs(List.of("--no-sandbox")));
        context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setLocale("en-US")
                .setReducedMotion(ReducedMotion.REDUCE) // what is half-way between two colours is hard to read
                .setBaseURL(base));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        context.route("**/*", route -> {
            if (route.request().url().startsWith(base + "/")) {
                route.resume();
            } else {
                complaints.add("asked for " + route.request().url());
                route.abort();
            }
        });
    }

    /** Where a Chromium is, if there is one. */
    static Optional<Path> path() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    static boolean isThere() {
        return path().isPresent();
    }

    /** A new tab; its errors are remembered. */
    Page page() {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type()) && !isRefusedForm(message.text())) {
                complaints.add(message.type() + ": " + message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** Chromium calls it an error when a form comes back with what is wrong with it. */
    private static boolean isRefusedForm(String message) {
        return message.startsWith("Failed to load resource")
                && (message.contains(" 422 ") || message.contains(" 409 "));
    }

    /** The page as it is, without touching it: hiding the caret would be an inline style, which is forbidden. */
    static void shoot(Page page, Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setCaret(ScreenshotCaret.INITIAL));
    }

    /** What pages complained of, and whom else they asked, since this was asked last. */
    List<String> complaints() {
        List<String> since = List.copyOf(complaints);
        complaints.clear();
        return since;
    }

    /** Signs in; what is opened from here on is the administrator's. */
    Page signedIn() {
        Page page = page();
        page.navigate("/login");
        if (page.url().contains("/login")) { // not yet in an earlier tab
            page.getByLabel("Administration key").fill(RunningGateway.AUTH_KEY);
            page.getByText("Sign in").click();
            page.waitForURL(base + "/");
        }
        return page;
    }

    /** A tab of whoever is signed in, where no script runs. */
    Page withoutScripts() {
        return chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setJavaScriptEnabled(false)
                        .setBaseURL(base)
                        .setStorageState(context.storageState()))
                .newPage();
    }

    /** Closes all tabs: each open one holds a connection, and a browser has few of them. */
    void closePages() {
        List.copyOf(context.pages()).forEach(Page::close);
    }

    /** The button of exactly that name, as a screen reader says it. */
    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The link of exactly that name. */
    static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The field of exactly that label. */
    static Locator field(Page page, String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    static void look(Page page, int width, int height, ColorScheme colours) {
        page.setViewportSize(width, height);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
    }

    /** What axe finds of serious and critical problems with accessibility, one line each. */
    @SuppressWarnings("unchecked")
    static List<String> accessibility(Page page) {
        page.evaluate(axe());
        return (List<String>)
                page.evaluate(
                        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
                                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                                + ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join(' | '))");
    }

    private static String axe() {
        try (InputStream script =
                Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"), "axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
