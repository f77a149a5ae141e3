package io.gptload.gateway.config;

import java.util.List;
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

    StartUpBanner(GatewaySettings settings) {
        this.settings = settings;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        String port = event.getApplicationContext().getEnvironment().getProperty("local.server.port");
        String version = getClass().getPackage().getImplementationVersion();
        log.info(
                "gptload gateway {} serves on {}:{}",
                version == null ? "(development)" : version,
                settings.server().host(),
                port == null ? settings.server().port() : port);
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
