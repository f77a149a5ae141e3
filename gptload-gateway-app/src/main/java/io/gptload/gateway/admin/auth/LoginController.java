package io.gptload.gateway.admin.auth;

import io.gptload.gateway.admin.audit.AuditTrail;
import io.gptload.gateway.config.GatewaySettings;
import io.gptload.gateway.web.ClientAddress;
import io.gptload.gateway.web.ClientKeys;
import io.gptload.gateway.web.LoginThrottle;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.OpenToAll;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
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

    private final ClientKeys adminKey;
    private final LoginThrottle throttle;
    private final AuditTrail audit;
    private final Messages messages;

    LoginController(GatewaySettings settings, LoginThrottle throttle, AuditTrail audit, Messages messages) {
        this.throttle = throttle;
        this.audit = audit;
        this.adminKey = ClientKeys.of(List.of(settings.authKey().value()));
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
        String address = ClientAddress.of(request);
        Duration wait = throttle.wait(address);
        if (!wait.isZero()) {
            audit.login(AuditTrail.ANONYMOUS, address, "refused", "not looked at, too many wrong keys");
            return ResponseEntity.status(429)
                    .header("Retry-After", String.valueOf(wait.toSeconds() + 1))
                    .body(new Outcome(false, messages.get("auth.too_many_attempts", wait.toSeconds() + 1)));
        }
        if (!adminKey.contains(login.authKey())) {
            int inARow = throttle.failed(address);
            audit.login(AuditTrail.ANONYMOUS, address, "refused", "wrong key, " + inARow + " in a row");
            return answer(401, false, "auth.authentication_failed");
        }
        throttle.succeeded(address);
        audit.login(AuditTrail.AUTH_KEY, address, "ok", "");
        return answer(200, true, "auth.authentication_successful");
    }

    @ExceptionHandler(HttpMessageNotReadableException.class)
    ResponseEntity<Outcome> unreadable() {
        return answer(400, false, "auth.invalid_request");
    }

    private ResponseEntity<Outcome> answer(int status, boolean success, String messageId) {
        return ResponseEntity.status(status).body(new Outcome(success, messages.get(messageId)));
    }
}
