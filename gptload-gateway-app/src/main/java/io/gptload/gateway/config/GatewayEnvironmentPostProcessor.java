package io.gptload.gateway.config;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Reads the settings before anything else does and hands them to Spring Boot. What it found is said, or keeps the application from
 * starting, as soon as there is a log. A {@link ProcessEnvironment} in the bootstrap registry replaces that of the process.
 */
final class GatewayEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

    private final ConfigurableBootstrapContext bootstrap;

    GatewayEnvironmentPostProcessor(ConfigurableBootstrapContext bootstrap) {
        this.bootstrap = bootstrap;
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 5;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment spring, SpringApplication application) {
        ProcessEnvironment given = bootstrap.getOrElse(ProcessEnvironment.class, null);
        ProcessEnvironment process = given == null ? ProcessEnvironment.current() : given;
        DotEnv file = DotEnv.load(process.workingDirectory());
        makeVisible(process, file, spring.getPropertySources());
        GatewayEnvironment environment =
                new GatewayEnvironment(process.variables(), file.values(), name -> spring.getProperty(name));
        ProcessTimeZone.apply(environment.text("TZ", ""));
        Configuration read = new SettingsReader(environment, process.workingDirectory()).read();
        Configuration configuration = file.problem().map(read::spoiledBy).orElse(read);
        SpringProperties properties = new SpringProperties(environment, configuration.settings());
        spring.getPropertySources().addFirst(new MapPropertySource("gptload settings", properties.given()));
        spring.getPropertySources().addLast(new MapPropertySource("gptload defaults", properties.defaults()));
        bootstrap.addCloseListener(event -> {
            GatewaySettings settings = new StartUp(file.note(), configuration).settings();
            event.getApplicationContext().getBeanFactory().registerSingleton("gatewaySettings", settings);
        });
    }

    /** A variable in the file is as good as one of the process, for Spring's own settings too. */
    private static void makeVisible(ProcessEnvironment process, DotEnv file, MutablePropertySources sources) {
        Map<String, Object> variables = new HashMap<>(file.values());
        variables.putAll(process.variables());
        SystemEnvironmentPropertySource source = new SystemEnvironmentPropertySource("gptload environment", variables);
        if (sources.contains(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)) {
            sources.addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, source);
        } else {
            sources.addLast(source);
        }
    }
}
