package io.gptload.gateway.ui;

import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.RequestIds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.ui.Model;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Shows what goes wrong as a page, or as a message in the page that asked. */
@ControllerAdvice(basePackageClasses = UiErrors.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class UiErrors {

    private static final Logger LOG = LoggerFactory.getLogger(UiErrors.class);

    private final UiAssets assets;
    private final UiTexts texts;

    UiErrors(UiAssets assets, UiTexts texts) {
        this.assets = assets;
        this.texts = texts;
    }

    @ExceptionHandler
    String refused(ApiException e, HttpServletRequest request, HttpServletResponse response, Model model) {
        return show(e.status(), texts.of(e), request, response, model);
    }

    @ExceptionHandler({MethodArgumentTypeMismatchException.class, ServletRequestBindingException.class})
    String badAddress(HttpServletRequest request, HttpServletResponse response, Model model) {
        return show(400, texts.get("error.bad_address"), request, response, model);
    }

    @ExceptionHandler({IOException.class, AsyncRequestNotUsableException.class})
    @ResponseBody
    void pageIsClosed() {
        // there is nobody to tell
    }

    @ExceptionHandler
    String anythingElse(Exception e, HttpServletRequest request, HttpServletResponse response, Model model) {
        String id = String.valueOf(response.getHeader(RequestIds.HEADER));
        LOG.error("{} {} failed, request {}", request.getMethod(), request.getServletPath(), id, e);
        return show(500, texts.get("error.ours", id), request, response, model);
    }

    private String show(
            int status, String problem, HttpServletRequest request, HttpServletResponse response, Model model) {
        response.setStatus(status);
        response.setHeader(
                "X-Problem", URLEncoder.encode(problem, StandardCharsets.UTF_8).replace("+", "%20"));
        model.addAttribute("ui", UiFrame.of(request, assets.version()));
        model.addAttribute("status", status);
        model.addAttribute("problem", problem);
        return "problem";
    }
}
