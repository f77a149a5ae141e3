package io.gptload.gateway.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns variables into settings and collects everything that is wrong with them. Use once. */
final class SettingsReader {

    private final GatewayEnvironment environment;
    private final Path workingDirectory;
    private final List<Problem> problems = new ArrayList<>();

    SettingsReader(GatewayEnvironment environment, Path workingDirectory) {
        this.environment = environment;
        this.workingDirectory = workingDirectory;
    }

    Configuration read() {
        DatabaseDsn database = read(
                "DATABASE_DSN",
                environment.text("DATABASE_DSN", DatabaseDsn.DEFAULT),
                dsn -> DatabaseDsn.parse(dsn, workingDirectory));
        String redisDsn = environment.text("REDIS_DSN", "");
        RedisDsn redis = redisDsn.isEmpty() ? null : read("REDIS_DSN", redisDsn, RedisDsn::parse);
        TrustedProxies trusted = read(
                "TRUSTED_PROXIES",
                String.join(",", environment.list("TRUSTED_PROXIES", List.of())),
                list -> TrustedProxies.parse(list.isEmpty() ? List.of() : List.of(list.split(","))));
        DatabaseDsn.Sqlite sqlite = database instanceof DatabaseDsn.Sqlite file ? file : null;
        GatewaySettings settings = new GatewaySettings(
                server(),
                environment.flag("IS_SLAVE", false),
                environment.secret("AUTH_KEY"),
                environment.secret("ENCRYPTION_KEY"),
                database == null ? new DatabaseDsn.Sqlite(":memory:", null) : database,
                Optional.ofNullable(redis),
                cors(),
                trusted == null ? TrustedProxies.NONE : trusted,
                log(),
                new EgressProxy(either("HTTP_PROXY"), either("HTTPS_PROXY"), either("NO_PROXY")),
                SqliteDsnParser.folder(sqlite, workingDirectory));
        SettingsCheck check = new SettingsCheck(settings, environment);
        List<Problem> all = new ArrayList<>(check.problems(sqlite != null && redisDsn.isEmpty()));
        all.addAll(problems);
        return new Configuration(settings, all, check.warnings());
    }

    private ServerSettings server() {
        return new ServerSettings(
                environment.integer("PORT", 3001),
                environment.text("HOST", "0.0.0.0"),
                seconds("SERVER_READ_TIMEOUT", 60),
                seconds("SERVER_WRITE_TIMEOUT", 600),
                seconds("SERVER_IDLE_TIMEOUT", 120),
                Duration.ofSeconds(Math.max(
                        SettingsCheck.LEAST_SHUTDOWN_SECONDS,
                        environment.integer("SERVER_GRACEFUL_SHUTDOWN_TIMEOUT", SettingsCheck.LEAST_SHUTDOWN_SECONDS))),
                environment.integer("MAX_CONCURRENT_REQUESTS", 100));
    }

    private Duration seconds(String variable, int otherwise) {
        return Duration.ofSeconds(environment.integer(variable, otherwise));
    }

    private CorsSettings cors() {
        return new CorsSettings(
                environment.flag("ENABLE_CORS", false),
                environment.list("ALLOWED_ORIGINS", List.of()),
                environment.list("ALLOWED_METHODS", List.of("GET", "POST", "PUT", "DELETE", "OPTIONS")),
                environment.list("ALLOWED_HEADERS", List.of("*")),
                environment.flag("ALLOW_CREDENTIALS", false));
    }

    private LogSettings log() {
        String level = environment.text("LOG_LEVEL", "info").toLowerCase(Locale.ROOT);
        String known = switch (level) {
            case "panic", "fatal", "error", "debug", "trace" -> level;
            case "warn", "warning" -> "warning";
            default -> "info";
        };
        Path file = read("LOG_FILE_PATH", environment.text("LOG_FILE_PATH", "./data/logs/app.log"), this::path);
        return new LogSettings(
                known,
                environment.text("LOG_FORMAT", "text").equals("json"),
                environment.flag("LOG_ENABLE_FILE", false),
                file == null ? workingDirectory.resolve("data/logs/app.log") : file);
    }

    private Path path(String text) {
        try {
            return workingDirectory.resolve(text).normalize();
        } catch (InvalidPathException unusable) {
            throw new DsnException("it is not a file path");
        }
    }

    /** The name in capitals or, if that has no value, in small letters. */
    private String either(String variable) {
        return environment.text(variable, environment.text(variable.toLowerCase(Locale.ROOT), ""));
    }

    private <T> @Nullable T read(String variable, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (DsnException unreadable) {
            problems.add(new Problem(
                    variable, "cannot be read: " + unreadable.getMessage(), "Correct it, the value is not shown here"));
            return null;
        }
    }
}
