package io.gptload.gateway.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The properties of Spring Boot that carry the settings out. What a variable asks for outranks everything; what is merely our default
 * gives way to everything.
 */
final class SpringProperties {

    private static final int SPARE_THREADS = 50;

    /** Its filter would measure every proxied request, at half the price of the proxy; the engine has meters of its own. */
    private static final String WEB_OBSERVATION =
            "org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration";

    /** What these say of their start and end at level info helps nobody who runs the gateway. */
    private static final List<String> TALKATIVE = List.of(
            "org.springframework", "org.apache.catalina", "org.apache.coyote", "com.zaxxer.hikari", "org.flywaydb");

    private static final List<String> WORTH_HEARING =
            List.of("org.springframework.boot.tomcat.GracefulShutdown", "org.flywaydb.core.internal.command.DbMigrate");

    /** What these say of a start or a transaction that failed is said once more, and better, by whoever wanted it. */
    private static final List<String> REPEATING = List.of(
            "org.springframework.transaction.support.TransactionTemplate",
            "org.springframework.boot.tomcat.servlet.DeferredServletContainerInitializers",
            "org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext");

    private final GatewayEnvironment environment;
    private final Map<String, Object> given = new LinkedHashMap<>();
    private final Map<String, Object> defaults = new LinkedHashMap<>();

    SpringProperties(GatewayEnvironment environment, GatewaySettings settings) {
        this.environment = environment;
        server(settings.server());
        log(settings.log());
        management();
        defaults.put("spring.application.name", "gptload-gateway");
        defaults.put("spring.main.banner-mode", "off");
        defaults.put("spring.main.log-startup-info", "false");
    }

    /** What was asked for. */
    Map<String, Object> given() {
        return given;
    }

    /** What nobody asked for. */
    Map<String, Object> defaults() {
        return defaults;
    }

    private void server(ServerSettings server) {
        put("PORT", "server.port", server.port());
        put("HOST", "server.address", server.host());
        put("SERVER_READ_TIMEOUT", "server.tomcat.connection-timeout", millis(server.readTimeout()));
        Duration idle = server.idleTimeout().isZero() ? server.readTimeout() : server.idleTimeout();
        put("SERVER_IDLE_TIMEOUT", "server.tomcat.keep-alive-timeout", millis(idle));
        put(
                "SERVER_GRACEFUL_SHUTDOWN_TIMEOUT",
                "spring.lifecycle.timeout-per-shutdown-phase",
                millis(server.drainTimeout()));
        long threads = (long) server.maxConcurrentRequests() + SPARE_THREADS;
        put("MAX_CONCURRENT_REQUESTS", "server.tomcat.threads.max", Math.min(Integer.MAX_VALUE, threads));
        put(
                "MAX_CONCURRENT_REQUESTS",
                "server.tomcat.max-connections",
                Math.min(Integer.MAX_VALUE, Math.max(8192, 2 * threads)));
        defaults.put("server.tomcat.max-keep-alive-requests", "-1");
        defaults.put("server.tomcat.processor-cache", "32"); // each keeps 90 KB of buffers after a rush of requests
        defaults.put("server.tomcat.use-relative-redirects", "true"); // a proxy before us may speak TLS
        defaults.put("server.max-http-request-header-size", "16KB");
        defaults.put("server.shutdown", "graceful");
        defaults.put("spring.servlet.multipart.max-file-size", "-1");
        defaults.put("spring.servlet.multipart.max-request-size", "-1");
        defaults.put("spring.servlet.multipart.resolve-lazily", "true"); // not before the caller is known
        defaults.put("spring.servlet.encoding.enabled", "false"); // what is not the proxy's is JSON
        defaults.put("spring.autoconfigure.exclude", WEB_OBSERVATION);
        defaults.put("server.servlet.session.cookie.name", "gptload_session");
        defaults.put("server.servlet.session.cookie.http-only", "true");
        defaults.put("server.servlet.session.tracking-modes", "cookie");
        defaults.put("server.servlet.session.timeout", "12h");
        defaults.put("spring.thymeleaf.check-template-location", "false");
        defaults.put("spring.web.resources.chain.enabled", "false"); // its filter would stand before the proxy too
        defaults.put("spring.mvc.formcontent.filter.enabled", "false"); // it would read bodies the proxy is to pass on
    }

    private void log(LogSettings log) {
        boolean verbose = log.level().equals("debug") || log.level().equals("trace");
        put("LOG_LEVEL", "logging.level.io.gptload", springLevel(log.level()));
        put("LOG_LEVEL", "logging.level.root", verbose ? "info" : springLevel(log.level()));
        if (log.level().equals("info")) {
            TALKATIVE.forEach(name -> defaults.put("logging.level." + name, "warn"));
            REPEATING.forEach(name -> defaults.put("logging.level." + name, "off"));
            WORTH_HEARING.forEach(name -> defaults.put("logging.level." + name, "info"));
        }
        String format = (log.json() ? JsonLogFormat.class : TextLogFormat.class).getName();
        put("LOG_FORMAT", "logging.structured.format.console", format);
        put("LOG_FORMAT", "logging.structured.format.file", format);
        if (log.toFile()) {
            put("LOG_ENABLE_FILE", "logging.file.name", log.file().toString());
        }
        defaults.put("logging.logback.rollingpolicy.max-file-size", "50MB");
        defaults.put("logging.logback.rollingpolicy.max-history", "14");
        defaults.put("logging.logback.rollingpolicy.total-size-cap", "1GB");
        defaults.put("logging.level.org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter", "off");
        defaults.put("logging.level.org.springframework.boot.autoconfigure.logging", "off");
    }

    /** Only health, which tells details to the administrator alone, and metrics. */
    private void management() {
        defaults.put("management.endpoints.web.exposure.include", "health,prometheus");
        defaults.put("management.endpoints.web.discovery.enabled", "false");
        defaults.put("management.endpoint.health.show-details", "when-authorized");
        defaults.put("management.endpoint.health.status.order", "down,out-of-service,degraded,up,unknown");
        defaults.put("management.health.defaults.enabled", "false");
        defaults.put("management.health.livenessstate.enabled", "true");
        defaults.put("management.health.readinessstate.enabled", "true");
        defaults.put("spring.jmx.enabled", "false");
    }

    private static String springLevel(String level) {
        return switch (level) {
            case "panic", "fatal" -> "fatal";
            case "warning" -> "warn";
            default -> level;
        };
    }

    private static String millis(Duration duration) {
        return (duration.isZero() || duration.isNegative() ? -1 : duration.toMillis()) + "ms";
    }

    private void put(String variable, String property, Object value) {
        (environment.has(variable) ? given : defaults).put(property, value);
    }
}
