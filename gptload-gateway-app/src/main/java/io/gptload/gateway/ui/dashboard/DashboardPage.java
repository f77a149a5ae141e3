package io.gptload.gateway.ui.dashboard;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.admin.dashboard.DashboardFigures;
import io.gptload.gateway.admin.dashboard.EncryptionReview;
import io.gptload.gateway.ui.AdminPage;
import io.gptload.gateway.ui.pool.PoolBoard;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** How it goes: figures, the last day, what is out of rotation, what should be better. */
@AdminPage
class DashboardPage {

    private static final int GROUPS_SHOWN = 6;
    private static final int KEYS_SHOWN = 8;

    private final DashboardFigures figures;
    private final EncryptionReview encryption;
    private final TokenFigures tokens;
    private final PoolBoard board;
    private final JdbcStore store;

    DashboardPage(
            DashboardFigures figures,
            EncryptionReview encryption,
            TokenFigures tokens,
            PoolBoard board,
            JdbcStore store) {
        this.figures = figures;
        this.tokens = tokens;
        this.encryption = encryption;
        this.board = board;
        this.store = store;
    }

    @GetMapping("/")
    String show(
            @RequestParam(name = "group", required = false) @Nullable Long group,
            @RequestHeader(name = "HX-Target", required = false) @Nullable String part,
            Model model) {
        model.addAttribute("chart", HourTable.ofCalls(figures.hours(group)));
        model.addAttribute("stats", figures.traffic());
        model.addAttribute("tokens", tokens.ofTheDay());
        now(model);
        if ("chart".equals(part)) {
            model.addAttribute("refresh", true);
            return "dashboard :: chart";
        }
        model.addAttribute("groups", store.groups().list());
        model.addAttribute("group", group);
        model.addAttribute("encryption", encryption.status());
        return "dashboard";
    }

    @GetMapping("/pool/now")
    String now(Model model) {
        PoolBoard.Now now = board.now(KEYS_SHOWN);
        model.addAttribute("pool", now);
        model.addAttribute("troubled", now.groups().stream().limit(GROUPS_SHOWN).toList());
        return "dashboard :: now";
    }
}
