package io.gptload.gateway.proxy;

import io.gptload.client.store.jdbc.RequestLogWriter;
import io.gptload.gateway.clientkey.ClientRegistry;
import io.gptload.gateway.config.GatewaySettings;
import java.time.InstantSource;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.RequestContextFilter;

/** Puts the proxy beside Spring MVC. */
@Configuration(proxyBeanMethods = false)
class ProxyConfiguration {

    /** Far above what a model takes; a file upload is streamed and may be larger than what is kept in memory. */
    private static final long LARGEST_BODY = 512L << 20;

    @Bean
    RequestLog requestLog(RequestLogWriter writer, ProxyGroups groups) {
        return new RequestLog(writer, groups, InstantSource.system());
    }

    @Bean
    ClientWatch clientWatch() {
        return new ClientWatch();
    }

    @Bean
    RequestLimit requestLimit(GatewaySettings settings) {
        return new RequestLimit(settings.server().maxConcurrentRequests());
    }

    @Bean
    ServletRegistrationBean<ProxyServlet> proxyServlet(
            ProxyGroups groups,
            GroupInfo info,
            ClientRegistry clientRegistry,
            RequestLog log,
            ClientConnectionValve connections,
            ClientWatch watch,
            RequestLimit limit) {
        ProxyServices services =
                new ProxyServices(groups, info, clientRegistry, new ModelLists(groups), log, connections, watch);
        ProxyServlet servlet = new ProxyServlet(services, limit, LARGEST_BODY);
        return new ServletRegistrationBean<>(servlet, ProxyPath.PREFIX + "*");
    }

    @Bean
    ClientConnectionValve clientConnectionValve() {
        return new ClientConnectionValve();
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> connectionsCanBeLookedAt(
            ClientConnectionValve clientConnectionValve) {
        return factory -> factory.addEngineValves(clientConnectionValve);
    }

    /** The dispatcher does for itself what this filter would do before every proxied request. */
    @Bean
    FilterRegistrationBean<RequestContextFilter> noRequestContext() {
        FilterRegistrationBean<RequestContextFilter> filter = new FilterRegistrationBean<>(new RequestContextFilter());
        filter.setEnabled(false);
        return filter;
    }

    /**
     * A WebSocket may be silent for as long as it likes; the operating system finds out who is gone. Buffers outside the
     * heap are what the operating system wants; others are copied to such ones first.
     */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> socketsOfClients() {
        return factory -> factory.addConnectorCustomizers(connector -> {
            connector.setProperty("socket.soKeepAlive", "true");
            connector.setProperty("socket.directBuffer", "true");
        });
    }

    /** An escaped slash is the upstream's to interpret. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> escapedSlashesPassThrough() {
        return factory -> factory.addConnectorCustomizers(
                connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
    }
}
