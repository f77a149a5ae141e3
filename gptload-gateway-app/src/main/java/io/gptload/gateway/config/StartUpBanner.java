package io.gptload.gateway.config;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.StandardGroup;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/** Logs, once the gateway serves, what it serves with. No secret is among it. */
@Component
final class StartUpBanner implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger log = LoggerFactory.getLogger(StartUpBanner.class);

    private final GatewaySettings settings;
    private final GptLoad engine;

    StartUpBanner(GatewaySettings settings, GptLoad engine) {
        this.settings = settings;
        this.engine = engine;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        Integer port = event.getApplicationContext().getEnvironment().getProperty("local.server.port", Integer.class);
        Duration taken = event.getTimeTaken();
        String version = getClass().getPackage().getImplementationVersion();
        List<Group> groups = engine.groupNames().stream()
                .map(engine::findGroup)
                .filter(Objects::nonNull)
                .toList();
        log.info(
                "gptload gateway {} serves on {} after {} ms: {} groups, {} keys",
                version == null ? "(development)" : version,
                settings.url(port == null ? settings.server().port() : port),
                taken == null ? 0 : taken.toMillis(),
                groups.size(),
                groups.stream()
                        .filter(StandardGroup.class::isInstance)
                        .mapToInt(group -> group.counts().total())
                        .sum());
        lines().forEach(log::info);
    }

    private List<String> lines() {
        ServerSettings server = settings.server();
        return List.of(
                "  timeouts: read " + server.readTimeout().toSeconds() + " s, write "
                        + server.writeTimeout().toSeconds() + " s, idle "
                        + server.idleTimeout().toSeconds() + " s, shutdown "
                        + server.shutdownTimeout().toSeconds() + " s",
                "  concurrent requests: at most " + server.maxConcurrentRequests(),
                "  node: " + (settings.slave() ? "slave" : "master"),
                "  database: " + settings.database(),
                "  Redis: " + settings.redis().map(RedisDsn::toString).orElse("none"),
                "  authentication: on, encryption of keys: "
                        + (settings.encryptionKey().isEmpty() ? "off" : "on"),
                "  CORS: "
                        + (settings.cors().enabled() ? "for " + settings.cors().origins() : "off"),
                "  proxy of the environment: " + settings.proxy(),
                "  log: level " + settings.log().level() + ", "
                        + (settings.log().json() ? "json" : "text")
                        + (settings.log().toFile()
                                ? ", also to " + settings.log().file()
                                : ""));
    }
}
