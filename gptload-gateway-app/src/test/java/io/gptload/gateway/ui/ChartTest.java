package io.gptload.gateway.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator.HoverOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Position;
import io.gptload.client.store.jdbc.HourTotals;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The charts of the dashboard. */
@EnabledIf(value = "io.gptload.gateway.ui.Browser#isThere", disabledReason = "There is no Chromium on this machine")
class ChartTest {

    private static final String CALLS = "Chart.getChart(document.querySelector('[data-table=calls-table]'))";
    private static final String TOKENS = "Chart.getChart(document.querySelector('[data-table=tokens-by-hour-table]'))";
    private static final String SUMS = ".data.datasets.map(set => set.data.reduce((sum, one) => sum + one, 0))";
    private static final String COLOUR = CALLS + ".data.datasets[0].backgroundColor";
    private static final String OF_LEGEND = "getComputedStyle(document.querySelector('.legend rect')).fill";
    private static final String CHARTS = "Object.keys(Chart.instances).length";

    @RegisterExtension
    static final AdminInABrowser ADMIN = new AdminInABrowser();

    private static TestGroup busy;

    @BeforeAll
    static void start() {
        busy = ADMIN.fixture().group("sk-leakcanary-chart-busy");
        TestGroup quiet = ADMIN.fixture().group("sk-leakcanary-chart-quiet");
        ADMIN.fixture().chat(quiet);
        ADMIN.fixture().store().hourlyStats().add(busy.id(), Instant.now(), new HourTotals(7000, 20));
        ADMIN.fixture().store().hourlyStats().add(quiet.id(), Instant.now(), new HourTotals(4, 1));
    }

    @SuppressWarnings("unchecked")
    private static List<Integer> sums(Page page, String chart) {
        return (List<Integer>) page.evaluate(chart + SUMS);
    }

    private static Page dashboard() {
        Page page = ADMIN.browser().signedIn();
        page.navigate("/");
        page.waitForFunction("() => " + CHARTS + " === 2");
        return page;
    }

    private static void choose(Page page, TestGroup group) {
        page.locator("#chart-group").selectOption(String.valueOf(group.id()));
        assertThat(page.locator("#chart .legend")).containsText("20 failed");
        page.waitForFunction("() => %s && %s%s[1] === 20".formatted(CALLS, CALLS, SUMS));
    }

    @Test
    void theGroupThatIsChosenIsDrawnInPlaceOfAll() {
        Page page = dashboard();
        assertThat(sums(page, CALLS).get(1)).isEqualTo(21);
        assertThat(sums(page, TOKENS)).allMatch(sum -> sum > 0);
        choose(page, busy);
        assertThat(sums(page, CALLS).get(0)).isBetween(7000, 8000);
        assertThat(page.evaluate(CHARTS))
                .as("charts, those of what was there before")
                .isEqualTo(2);
        assertThat(page.locator("#calls-table tbody tr")).hasCount(24);
        assertThat(page.locator("#calls-table tbody td:last-child").last()).hasText("20");
    }

    @Test
    void itHasTheColoursOfTheTheme() {
        Page page = dashboard();
        Browser.look(page, 1440, 900, ColorScheme.LIGHT);
        page.waitForFunction("() => %s === %s".formatted(COLOUR, OF_LEGEND));
        Object light = page.evaluate(COLOUR);
        page.evaluate(
                "document.querySelector('#chart').removeAttribute('data-figures')"); // not drawn anew for other reasons
        Browser.look(page, 1440, 900, ColorScheme.DARK);
        page.waitForFunction("light => %s !== light && %s === %s".formatted(COLOUR, COLOUR, OF_LEGEND), light);
        Object dark = page.evaluate(COLOUR);
        Browser.button(page, "Light").click();
        drawnIn(page, light);
        Browser.button(page, "As the system").click();
        drawnIn(page, dark);
    }

    private static void drawnIn(Page page, Object colour) {
        page.waitForFunction("colour => window.Chart && %s && %s === colour".formatted(CALLS, COLOUR), colour);
    }

    @Test
    void whatIsPointedAtIsToldAndStaysUntilItIsLeft() {
        Page page = dashboard();
        choose(page, busy);
        int before = sums(page, CALLS).get(0);
        double column = ((Number) page.evaluate(CALLS + ".getDatasetMeta(0).data.at(-1).x")).doubleValue();
        page.locator("#chart canvas").hover(new HoverOptions().setPosition(new Position(column, 100)));
        page.waitForFunction("() => %s.tooltip.opacity > 0".formatted(CALLS));
        assertThat(page.evaluate(CALLS + ".tooltip.body.map(part => part.lines[0])"))
                .isEqualTo(List.of("Succeeded: " + "%,d".formatted(before), "Failed: 20"));

        JSHandle shown = page.evaluateHandle(CALLS);
        ADMIN.fixture().store().hourlyStats().add(busy.id(), Instant.now(), new HourTotals(5, 0));
        assertThat(page.locator("#chart [data-holds]")).hasCount(1);
        page.locator("h1").hover();
        assertThat(page.locator("#chart [data-holds]")).hasCount(0);
        page.evaluate("htmx.trigger('#chart', 'pool-changed')");
        page.waitForFunction("sum => %s && %s%s[0] === sum".formatted(CALLS, CALLS, SUMS), before + 5);
        assertThat(page.evaluate("chart => chart.canvas", shown))
                .as("the chart before")
                .isNull();
    }

    @Test
    void withoutScriptsTheNumbersAreATable() {
        dashboard();
        Page page = ADMIN.browser().withoutScripts();
        page.navigate("/");
        assertThat(page.locator("#chart canvas")).isHidden();
        assertThat(page.locator("#calls-table tbody tr")).hasCount(24);
        assertThat(page.locator(".chart-table").first().boundingBox().height).isGreaterThan(300);
    }
}
