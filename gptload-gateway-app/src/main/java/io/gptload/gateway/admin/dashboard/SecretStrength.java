package io.gptload.gateway.admin.dashboard;

import io.gptload.gateway.web.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Judges secrets by their length, the words in them and the kinds of their characters. */
@Component
class SecretStrength {

    private static final int SHORTEST = 16;
    private static final int GOOD = 32;
    private static final int KINDS = 3;
    private static final List<String> COMMON = List.of(
            "password",
            "123456",
            "admin",
            "secret",
            "test",
            "demo",
            "sk-123456",
            "key",
            "token",
            "pass",
            "pwd",
            "qwerty",
            "abc",
            "default",
            "user",
            "login",
            "auth",
            "temp");

    private final Messages messages;

    SecretStrength(Messages messages) {
        this.messages = messages;
    }

    /** What is wrong with a secret. @param type what it is called; the secret itself is not shown */
    List<SecurityWarning> check(String type, String secret) {
        List<SecurityWarning> warnings = new ArrayList<>();
        int length = secret.codePointCount(0, secret.length());
        if (length < SHORTEST) {
            warnings.add(new SecurityWarning(
                    type,
                    messages.get("security.password_too_short", type, length),
                    SecurityWarning.HIGH,
                    messages.get("security.password_recommendation_16")));
        } else if (length < GOOD) {
            warnings.add(new SecurityWarning(
                    type,
                    messages.get("security.password_short", type, length),
                    SecurityWarning.MEDIUM,
                    messages.get("security.password_recommendation_32")));
        }
        String lower = secret.toLowerCase(Locale.ROOT);
        COMMON.stream()
                .filter(lower::contains)
                .findFirst()
                .ifPresent(word -> warnings.add(new SecurityWarning(
                        type,
                        messages.get("security.password_weak_pattern", type, word),
                        SecurityWarning.HIGH,
                        messages.get("security.password_avoid_common"))));
        if (length >= SHORTEST && kinds(secret) < KINDS) {
            warnings.add(new SecurityWarning(
                    type,
                    messages.get("security.password_low_complexity", type),
                    SecurityWarning.MEDIUM,
                    messages.get("security.password_complexity")));
        }
        return warnings;
    }

    private static long kinds(String secret) {
        return secret.codePoints()
                .map(c -> Character.isUpperCase(c) ? 0 : Character.isLowerCase(c) ? 1 : Character.isDigit(c) ? 2 : 3)
                .distinct()
                .count();
    }
}
