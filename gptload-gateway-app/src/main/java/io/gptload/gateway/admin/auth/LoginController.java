package io.gptload.gateway.admin.auth;

import io.gptload.gateway.admin.audit.AuditTrail;
import io.gptload.gateway.web.ClientAddress;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.OpenToAll;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Says whether a key is the administrator's. There is no session: the key goes with every call. */
@RestController
@OpenToAll
class LoginController {

    private final AdminKeyCheck check;
    private final Messages messages;

    LoginController(AdminKeyCheck check, Messages messages) {
        this.check = check;
        this.messages = messages;
    }

    record Login(@Nullable String authKey) {

        @Override
        public String toString() {
            return "Login";
        }
    }

    record Outcome(boolean success, String message) {}

    @PostMapping("/api/auth/login")
    ResponseEntity<Outcome> login(@RequestBody Login login, HttpServletRequest request) {
        if (login.authKey() == null || login.authKey().isEmpty()) {
            return unreadable();
        }
        AdminKeyCheck.Verdict verdict = check.signIn(login.authKey(), ClientAddress.of(request), AuditTrail.AUTH_KEY);
        if (verdict.waitSeconds() > 0) {
            return ResponseEntity.status(429)
                    .header("Retry-After", String.valueOf(verdict.waitSeconds()))
                    .body(new Outcome(false, messages.get("auth.too_many_attempts", verdict.waitSeconds())));
        }
        return verdict.right()
                ? answer(200, true, "auth.authentication_successful")
                : answer(401, false, "auth.authentication_failed");
    }

    @ExceptionHandler(HttpMessageNotReadableException.class)
    ResponseEntity<Outcome> unreadable() {
        return answer(400, false, "auth.invalid_request");
    }

    private ResponseEntity<Outcome> answer(int status, boolean success, String messageId) {
        return ResponseEntity.status(status).body(new Outcome(success, messages.get(messageId)));
    }
}
