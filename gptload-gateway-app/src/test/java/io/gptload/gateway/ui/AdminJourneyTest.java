package io.gptload.gateway.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gptload.gateway.ui.Browser.button;
import static io.gptload.gateway.ui.Browser.field;
import static io.gptload.gateway.ui.Browser.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.admin.task.TaskMoved;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.Fault;
import io.gptload.simulator.SimulatedKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

/** An administrator's day, from signing in to signing out, in one browser. Needs a Chromium, as Debian's package of that name. */
@EnabledIf(value = "io.gptload.gateway.ui.Browser#isThere", disabledReason = "There is no Chromium on this machine")
class AdminJourneyTest {

    private static final String GROUP = "first-group";
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int KEYS = 1000;

    @TempDir
    static Path folder;

    private AdminFixture fixture;
    private Page page;

    @Test
    void everythingIsDoneOnThePagesAloneAndNothingComplains() throws Exception {
        try (AdminFixture started = new AdminFixture(folder);
                Browser browser = new Browser(started.gateway)) {
            fixture = started;
            page = browser.page();
            signIn();
            TestGroup group = createGroup();
            importKeys();
            watchAKeyCoolAndComeBack(group);
            readTheAttemptsOfTheCall();
            changeASettingAndSeeItAct();
            chooseLanguageAndTheme();
            signOut();
            browser.closePages();
            assertThat(browser.complaints()).isEmpty(); // nor was anybody else asked for anything
        }
    }

    private void signIn() {
        page.navigate("/");
        assertThat(page).hasURL(Pattern.compile(".*/login"));
        page.getByLabel("Administration key").fill(RunningGateway.AUTH_KEY);
        button(page, "Sign in").click();
        assertThat(heading()).hasText("Dashboard");
        assertThat(page.locator("main")).containsText("No groups yet");
    }

    private TestGroup createGroup() {
        link(page, "Groups and keys").click();
        link(page, "Create a group").first().click();
        field(page, "Name").fill(GROUP);
        field(page, "Test model").fill("m");
        field(page, "Base URL").fill(fixture.server.baseUrl().toString());
        button(page, "Create a group").click();
        assertThat(heading()).hasText(GROUP);
        return new TestGroup(fixture.store().groups().find(GROUP).orElseThrow().id(), GROUP);
    }

    /** The import stands still after each of its steps until the page has shown how far it is. */
    private void importKeys() {
        Gate gate = new Gate();
        fixture.gateway.context().addApplicationListener(gate);
        IntStream.range(0, KEYS).forEach(i -> fixture.provider.setKey(SimulatedKey.valid(key(i))));
        button(page, "Add keys").first().click();
        page.locator("#keys-text")
                .evaluate( // not typed: that takes Chromium seconds, and many of them on a busy machine
                        "(area, text) => { area.value = text; }",
                        IntStream.range(0, KEYS).mapToObj(AdminJourneyTest::key).collect(Collectors.joining("\n")));
        button(page, "Add keys").last().click();
        Locator progress = page.getByRole(AriaRole.PROGRESSBAR);
        for (String done : new String[] {"100", "300", "700", "1000"}) {
            assertThat(progress).hasAttribute("value", done);
            assertThat(progress).hasAttribute("max", "1000");
            gate.open();
        }
        gate.open(); // for the end
        assertThat(page.locator("#task")).containsText("1,000 added, 0 left out");
        assertThat(progress).hasCount(0);
        assertThat(page.locator(".pager")).containsText("Page 1 of 20, 1,000 in all");
    }

    private static final class Gate implements ApplicationListener<PayloadApplicationEvent<TaskMoved>> {

        private final Semaphore steps = new Semaphore(0);

        void open() {
            steps.release();
        }

        @Override
        public void onApplicationEvent(PayloadApplicationEvent<TaskMoved> event) {
            steps.acquireUninterruptibly();
        }
    }

    private static String key(int number) {
        return "sk-leakcanary-journey-%04d".formatted(number);
    }

    /** Somebody else uses up what a key may do, so that the provider answers the gateway with 429. */
    private void watchAKeyCoolAndComeBack(TestGroup group) throws Exception {
        link(page, "Pool").click();
        assertThat(page.locator("#live")).hasText("Live");
        Locator card = page.locator(".board section").filter(new Locator.FilterOptions().setHas(link(page, GROUP)));
        assertThat(card).containsText("1,000 ready");
        fixture.provider.setKey(SimulatedKey.limited(key(0), 1, WINDOW));
        callTheProviderWith(key(0));
        for (int i = 0; i < KEYS && fixture.engine(group).cooldowns().isEmpty(); i++) {
            assertThat(fixture.chat(group)).isEqualTo(200);
        }
        assertThat(card).containsText("1 cooling for a model");
        assertThat(card).containsText("sk-l****0000");
        assertThat(card).containsText("Rate limited");
        assertThat(card.locator(".countdown")).hasText(Pattern.compile("0:\\d\\d"));
        assertThat(card).not().containsText("cooling");
        assertThat(card).containsText("1,000 ready");
    }

    private void callTheProviderWith(String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fixture.server.baseUrl() + "/v1/chat/completions"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(HELLO))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    private void readTheAttemptsOfTheCall() {
        link(page, "Logs").click();
        field(page, "Group").fill(GROUP);
        page.getByLabel("Type").selectOption("retry");
        assertThat(page.locator("main tbody tr")).hasCount(1);
        button(page, "Details of " + page.locator("main tbody time").getAttribute("datetime"))
                .click();
        Locator attempts = page.locator("#log-dialog .tries li");
        assertThat(attempts).hasCount(2);
        assertThat(attempts.first()).containsText("Rate limited");
        assertThat(attempts.first()).containsText("sk-l****0000");
        assertThat(attempts.first()).containsText("429");
        assertThat(attempts.first().locator(".badge")).hasText(Pattern.compile("Rule\\s*openai\\.rate_limited"));
        assertThat(attempts.last()).containsText("Served");
        page.keyboard().press("Escape");
        assertThat(page.locator("#log-dialog")).isHidden();
    }

    private void changeASettingAndSeeItAct() {
        assertThat(play()).containsText("2 attempts");
        link(page, "Settings").click();
        field(page, "Retries").fill("0");
        button(page, "Save").click();
        assertThat(page.locator("#toasts")).containsText("1 setting");
        assertThat(play()).containsText("1 attempt");
        assertThat(page.locator("#result .badge.invalid")).hasText("503");
    }

    /** A call that the provider answers with 503 the first time. */
    private Locator play() {
        fixture.provider.fail(Fault.status(503).times(1));
        link(page, "Playground").click();
        button(page, "Send").click();
        return page.locator("#result");
    }

    private void chooseLanguageAndTheme() {
        button(page, "Dark").click();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        button(page, "日本語").click();
        assertThat(page.locator("html")).hasAttribute("lang", "ja");
        link(page, "設定").click();
        assertThat(heading()).hasText("設定");
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        button(page, "English").click();
        button(page, "As the system").click();
        assertThat(page.locator("html")).hasAttribute("data-theme", "auto");
    }

    private void signOut() {
        button(page, "Sign out").click();
        assertThat(page.getByText("You are signed out.")).isVisible();
        page.navigate("/groups");
        assertThat(page).hasURL(Pattern.compile(".*/login\\?next=%2Fgroups"));
    }

    private Locator heading() {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }
}
