package io.gptload.gateway.proxy;

import java.time.Duration;
import java.util.List;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How clients are sent away at the end, and how requests end that are still under way when the time to drain is over. */
@Configuration(proxyBeanMethods = false)
class ShutdownConfiguration {

    /** They were cancelled by then; what does not end now never does, and key states are waiting to be written. */
    private static final int LAST_MILLIS = 500;

    private static final int FAREWELL_MILLIS = 1500;

    @Bean
    Cutoff cutoff(ClientWatch watch) {
        return new Cutoff(watch);
    }

    /** @param millis how long clients with a connection and nothing to ask are waited for */
    @Bean
    Farewell farewell(
            ApplicationContext context,
            @Value("${gptload.gateway.farewell-millis:" + FAREWELL_MILLIS + "}") long millis) {
        return new Farewell(() -> connectors(context), Duration.ofMillis(millis));
    }

    private static List<Connector> connectors(ApplicationContext context) {
        return context instanceof WebServerApplicationContext web
                        && web.getWebServer() instanceof TomcatWebServer server
                ? List.of(server.getTomcat().getService().findConnectors())
                : List.of();
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> stopsSoon() {
        return factory -> {
            factory.setProtocol(CountedProtocol.class.getName());
            factory.addContextCustomizers(context -> ((StandardContext) context).setUnloadDelay(LAST_MILLIS));
            factory.addConnectorCustomizers(
                    connector -> connector.setProperty("executorTerminationTimeoutMillis", "" + LAST_MILLIS));
        };
    }
}
