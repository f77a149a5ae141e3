package io.gptload.gateway.ui.pool;

import io.gptload.gateway.ui.AdminPage;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The state of every group, live. */
@AdminPage
class PoolPage {

    private static final int KEYS_SHOWN = 6;

    private final PoolBoard board;
    private final LiveFeed feed;

    PoolPage(PoolBoard board, LiveFeed feed) {
        this.board = board;
        this.feed = feed;
    }

    @GetMapping("/pool")
    String show(Model model) {
        model.addAttribute("pool", board.now(KEYS_SHOWN));
        return "pool";
    }

    @GetMapping("/pool/board")
    String board(Model model) {
        show(model);
        return "pool :: board";
    }

    @GetMapping("/pool/events")
    @ResponseBody
    SseEmitter events(HttpSession session, HttpServletResponse response) {
        response.setHeader("X-Accel-Buffering", "no"); // proxies are not to collect them
        return feed.watch(session.getId());
    }
}
