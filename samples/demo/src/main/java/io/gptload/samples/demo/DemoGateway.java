package io.gptload.samples.demo;

import io.gptload.client.GptLoad;
import io.gptload.gateway.GatewayApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway in this process, with the groups made over its REST API. */
final class DemoGateway implements AutoCloseable {

    private static final List<String> ITS_OWN =
            List.of("PORT", "HOST", "AUTH_KEY", "DATABASE_DSN", "REDIS_DSN", "ENCRYPTION_KEY", "IS_SLAVE", "LOG_LEVEL");

    private final String adminKey = "demo-admin-" + UUID.randomUUID();
    private final String proxyKey = "demo-proxy-" + UUID.randomUUID();
    private final ConfigurableApplicationContext application;

    /** @param port 0 picks a free one */
    DemoGateway(Path folder, int port, List<DemoGroup> groups) {
        refuseSettingsOfAnother();
        SpringApplication gateway = new SpringApplication(GatewayApplication.class);
        gateway.setRegisterShutdownHook(false);
        application = gateway.run(
                "--gptload.gateway.port=" + (port == 0 ? freePort() : port),
                "--gptload.gateway.host=127.0.0.1",
                "--gptload.gateway.auth-key=" + adminKey,
                "--gptload.gateway.database-dsn=" + folder.resolve("gpt-load.db"),
                "--gptload.gateway.log-level=error");
        try {
            AdminClient admin = new AdminClient(url(), adminKey);
            groups.forEach(group -> admin.createGroup(group.name(), group.url(), group.keys(), proxyKey));
        } catch (RuntimeException e) {
            application.close();
            throw e;
        }
    }

    /** The gateway has to know its port beforehand, to tell it in the URLs of its groups. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("There is no free port", e);
        }
    }

    /** The environment outranks what the demo sets: it would open somebody's real database. */
    private static void refuseSettingsOfAnother() {
        ITS_OWN.stream().filter(name -> System.getenv(name) != null).findFirst().ifPresent(name -> {
            throw new IllegalStateException(
                    name + " is set in the environment, for another gateway: unset it for the demo");
        });
        if (Files.exists(Path.of(".env"))) {
            throw new IllegalStateException(
                    "There is a file .env here, for another gateway: run the demo in another folder");
        }
    }

    String url() {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        return "http://127.0.0.1:" + port;
    }

    String adminKey() {
        return adminKey;
    }

    String proxyKey() {
        return proxyKey;
    }

    /** What knows the keys. */
    GptLoad engine() {
        return application.getBean(GptLoad.class);
    }

    @Override
    public void close() {
        application.close();
    }
}
