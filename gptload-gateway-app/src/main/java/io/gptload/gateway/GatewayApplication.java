package io.gptload.gateway;

import io.gptload.gateway.command.CommandLine;
import io.gptload.gateway.config.GatewaySettings;
import io.gptload.gateway.config.ProcessEnvironment;
import java.util.OptionalInt;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the gateway. */
@SpringBootApplication
public class GatewayApplication {

    /** Runs until it is stopped. */
    public static void main(String[] args) {
        OptionalInt exitCode = CommandLine.run(args, ProcessEnvironment.current(), System.in, System.out);
        if (exitCode.isPresent()) {
            System.exit(exitCode.getAsInt());
        }
        ConfigurableApplicationContext context = SpringApplication.run(GatewayApplication.class, args);
        ShutdownLimit.install(context.getBean(GatewaySettings.class).server().shutdownTimeout());
    }
}
