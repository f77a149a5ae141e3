package io.gptload.gateway.proxy;

import io.gptload.gateway.config.GatewaySettings;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the proxy beside Spring MVC. */
@Configuration(proxyBeanMethods = false)
class ProxyConfiguration {

    /** Far above what a model takes; a file upload is streamed and may be larger than what is kept in memory. */
    private static final long LARGEST_BODY = 512L << 20;

    @Bean
    ServletRegistrationBean<ProxyServlet> proxyServlet(ProxyGroups groups, GroupInfo info, GatewaySettings settings) {
        ProxyServlet servlet = new ProxyServlet(groups, info, settings.server().maxConcurrentRequests(), LARGEST_BODY);
        return new ServletRegistrationBean<>(servlet, ProxyPath.PREFIX + "*");
    }

    /** An escaped slash is the upstream's to interpret. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> escapedSlashesPassThrough() {
        return factory -> factory.addConnectorCustomizers(
                connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
    }
}
