package io.gptload.gateway.ui;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestAttribute;

/** Gives every page what all have in common. */
@ControllerAdvice(basePackageClasses = UiModel.class)
class UiModel {

    private final UiAssets assets;

    UiModel(UiAssets assets) {
        this.assets = assets;
    }

    @ModelAttribute("ui")
    UiFrame frame(
            HttpServletRequest request, @RequestAttribute(name = "_csrf", required = false) @Nullable CsrfToken token) {
        if (token != null) {
            token.getToken(); // its cookie must be set before the page is under way
        }
        return UiFrame.of(request, assets.version());
    }
}
