package io.gptload.gateway.ui;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Somebody who looks at pages without a browser; keeps cookies and the last page's token. */
final class Visitor {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final RunningGateway gateway;
    private final Map<String, String> cookies = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private String token = "";

    Visitor(RunningGateway gateway, String address) {
        this.gateway = gateway;
        header("X-Forwarded-For", address);
    }

    /** Sent with every request from here on. */
    void header(String name, String value) {
        headers.put(name, value);
    }

    void cookie(String name, String value) {
        cookies.put(name, value);
    }

    @Nullable
    String cookie(String name) {
        return cookies.get(name);
    }

    /** What forms of the last page send along. */
    String token() {
        return token;
    }

    Answer get(String path) {
        return call("GET", path, null);
    }

    Answer post(String path, String form) {
        return call("POST", path, form);
    }

    private Answer call(String method, String path, @Nullable String form) {
        Map<String, String> all = new HashMap<>(headers);
        cookies.forEach((name, value) -> all.merge("Cookie", name + "=" + value, (a, b) -> a + "; " + b));
        if (form != null) {
            all.put("Content-Type", "application/x-www-form-urlencoded");
        }
        Answer answer = gateway.call(method, path, form, all);
        answer.headers().allValues("Set-Cookie").forEach(cookie -> {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
        });
        Matcher found = TOKEN.matcher(answer.body());
        token = found.find() ? found.group(1) : token;
        return answer;
    }

    Answer signIn(String key) {
        get("/login");
        return post("/login", "_csrf=" + token + "&key=" + key);
    }
}
