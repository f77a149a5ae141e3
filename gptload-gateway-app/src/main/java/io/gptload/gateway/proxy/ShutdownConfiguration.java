package io.gptload.gateway.proxy;

import org.apache.catalina.core.StandardContext;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How requests end that are still under way when the time to drain is over. */
@Configuration(proxyBeanMethods = false)
class ShutdownConfiguration {

    /** They were cancelled by then; what does not end now never does, and key states are waiting to be written. */
    private static final int LAST_MILLIS = 500;

    @Bean
    Cutoff cutoff(ClientWatch watch) {
        return new Cutoff(watch);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> stopsSoon() {
        return factory -> {
            factory.addContextCustomizers(context -> ((StandardContext) context).setUnloadDelay(LAST_MILLIS));
            factory.addConnectorCustomizers(
                    connector -> connector.setProperty("executorTerminationTimeoutMillis", "" + LAST_MILLIS));
        };
    }
}
