package io.gptload.gateway.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rules settings must keep, and those they had better keep. */
final class SettingsCheck {

    static final int LEAST_SHUTDOWN_SECONDS = 10;

    private static final int STRONG_KEY_BYTES = 16;
    private static final List<String> WEAK = List.of("password", "sk-123456", "123456", "admin", "secret");

    private final GatewaySettings settings;
    private final GatewayEnvironment environment;

    SettingsCheck(GatewaySettings settings, GatewayEnvironment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /** What keeps the gateway from starting; a missing key does not if one {@code mayBeGenerated}. */
    List<Problem> problems(boolean mayBeGenerated) {
        List<Problem> problems = new ArrayList<>();
        ServerSettings server = settings.server();
        if (server.port() < 1 || server.port() > 65535) {
            problems.add(new Problem("PORT", server.port() + " is no port", "Use a number from 1 to 65535"));
        }
        if (!resolves(server.host())) {
            problems.add(new Problem(
                    "HOST",
                    "'" + server.host() + "' is neither an address nor a name of this machine",
                    "Use 0.0.0.0 to listen on every address"));
        }
        if (server.maxConcurrentRequests() < 1) {
            problems.add(new Problem(
                    "MAX_CONCURRENT_REQUESTS",
                    server.maxConcurrentRequests() + " would refuse every request",
                    "Use at least 1"));
        }
        if (settings.authKey().isEmpty() && !mayBeGenerated) {
            problems.add(new Problem(
                    "AUTH_KEY",
                    "it is not set, and nodes that share a database or Redis must share it",
                    "Set the same long random value on every node"));
        }
        if (settings.cors().enabled() && settings.cors().origins().isEmpty()) {
            problems.add(new Problem(
                    "ALLOWED_ORIGINS",
                    "it is empty although ENABLE_CORS is true",
                    "List the origins of your pages, or set ENABLE_CORS=false"));
        }
        return problems;
    }

    /** What is allowed but unwise. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        weak("AUTH_KEY", settings.authKey(), warnings);
        if (settings.encryptionKey().isEmpty()) {
            warnings.add("ENCRYPTION_KEY is not set, API keys are stored in clear text");
        }
        weak("ENCRYPTION_KEY", settings.encryptionKey(), warnings);
        int shutdown = environment.integer("SERVER_GRACEFUL_SHUTDOWN_TIMEOUT", LEAST_SHUTDOWN_SECONDS);
        if (shutdown < LEAST_SHUTDOWN_SECONDS) {
            warnings.add("SERVER_GRACEFUL_SHUTDOWN_TIMEOUT=" + shutdown + " is too short, " + LEAST_SHUTDOWN_SECONDS
                    + " seconds are used");
        }
        if (settings.cors().enabled() && settings.cors().origins().equals(List.of("*"))) {
            warnings.add("ALLOWED_ORIGINS=* lets every web page call this server"
                    + (settings.cors().credentials() ? ", and ALLOW_CREDENTIALS=true lets it do so as the user" : ""));
        }
        String zone = environment.text("TZ", "");
        if (!zone.isEmpty() && ProcessTimeZone.find(zone).isEmpty()) {
            warnings.add("TZ=" + zone + " is not a time zone such as Europe/Berlin, UTC is used");
        }
        return warnings;
    }

    private static void weak(String variable, Secret secret, List<String> warnings) {
        if (secret.isEmpty()) {
            return;
        }
        if (secret.value().getBytes(StandardCharsets.UTF_8).length < STRONG_KEY_BYTES) {
            warnings.add(variable + " is shorter than " + STRONG_KEY_BYTES + " bytes");
        }
        String lower = secret.value().toLowerCase(Locale.ROOT);
        if (WEAK.stream().anyMatch(lower::contains)) {
            warnings.add(variable + " contains a word that is guessed first");
        }
    }

    private static boolean resolves(String host) {
        try {
            InetAddress.getByName(host);
            return true;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
