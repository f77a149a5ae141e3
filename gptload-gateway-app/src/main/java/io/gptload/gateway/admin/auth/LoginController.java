package io.gptload.gateway.admin.auth;

import io.gptload.gateway.config.GatewaySettings;
import io.gptload.gateway.web.ClientKeys;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.OpenToAll;
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
    private final Messages messages;

    LoginController(GatewaySettings settings, Messages messages) {
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
    ResponseEntity<Outcome> login(@RequestBody Login login) {
        if (login.authKey() == null || login.authKey().isEmpty()) {
            return unreadable();
        }
        return adminKey.contains(login.authKey())
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
