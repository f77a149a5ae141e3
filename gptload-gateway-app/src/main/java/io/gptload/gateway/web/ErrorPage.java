package io.gptload.gateway.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the server itself sends what failed before or beside the controllers. */
@RestController
@OpenToAll
class ErrorPage implements ErrorController {

    private final Messages messages;

    ErrorPage(Messages messages) {
        this.messages = messages;
    }

    @RequestMapping("${server.error.path:${error.path:/error}}")
    @Nullable
    ResponseEntity<?> render(HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted()) {
            return null; // a part of another answer is with the client: nothing may be put behind it
        }
        SecurityHeaders.put(response);
        Object failed = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = failed instanceof Integer code ? code : 404;
        if (status == 404) {
            return ResponseEntity.status(404).body(NotFound.HERE);
        }
        String id = String.valueOf(response.getHeader(RequestIds.HEADER));
        ApiException problem = status < 500
                ? new ApiException(status, "BAD_REQUEST", "error.bad_request", "HTTP " + status)
                : new ApiException(status, "INTERNAL_SERVER_ERROR", "error.internal", id);
        return ResponseEntity.status(status).body(problem.rendered(messages));
    }
}
