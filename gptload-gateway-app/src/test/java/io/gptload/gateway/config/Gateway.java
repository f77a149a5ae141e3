package io.gptload.gateway.config;

import io.gptload.gateway.GatewayApplication;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application, started with an environment and a working directory of its own. */
final class Gateway implements AutoCloseable {

    private final Path workingDirectory;
    private final Map<String, String> variables = new HashMap<>();
    private final TimeZone zoneBefore = TimeZone.getDefault();

    Gateway(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    Gateway with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Gateway withDotEnv(String text) throws IOException {
        Files.writeString(workingDirectory.resolve(".env"), text);
        return this;
    }

    Running start(String... arguments) {
        SpringApplication application = new SpringApplication(GatewayApplication.class);
        application.setRegisterShutdownHook(false);
        ProcessEnvironment process = new ProcessEnvironment(variables, workingDirectory);
        application.addBootstrapRegistryInitializer(
                registry -> registry.register(ProcessEnvironment.class, InstanceSupplier.of(process)));
        return new Running(application.run(arguments));
    }

    /** Puts back the time zone a start may have changed. */
    @Override
    public void close() {
        TimeZone.setDefault(zoneBefore);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    record Running(ConfigurableApplicationContext context) implements AutoCloseable {

        GatewaySettings settings() {
            return context.getBean(GatewaySettings.class);
        }

        String property(String name) {
            return context.getEnvironment().getRequiredProperty(name);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
