package io.gptload.gateway.ui.login;

import io.gptload.gateway.ui.UiPaths;
import io.gptload.gateway.web.ClientAddress;
import io.gptload.gateway.web.LoginThrottle;
import io.gptload.gateway.web.OpenToAll;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Asks for the administrator's key. */
@Controller
@OpenToAll
class LoginPage {

    private final LoginThrottle throttle;

    LoginPage(LoginThrottle throttle) {
        this.throttle = throttle;
    }

    @GetMapping(UiPaths.LOGIN)
    String show(
            @RequestParam Map<String, String> parameters,
            @RequestParam(name = NextPage.PARAMETER, required = false) @Nullable String next,
            HttpServletRequest request,
            Model model) {
        if (request.getUserPrincipal() != null) {
            return "redirect:" + NextPage.of(next);
        }
        Duration wait = throttle.wait(ClientAddress.of(request));
        model.addAttribute("next", NextPage.of(next));
        model.addAttribute("waitSeconds", wait.isZero() ? 0 : wait.toSeconds() + 1);
        model.addAttribute("refused", parameters.containsKey("refused"));
        model.addAttribute("expired", parameters.containsKey("expired"));
        model.addAttribute("out", parameters.containsKey("out"));
        return "login";
    }
}
