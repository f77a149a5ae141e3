package io.gptload.gateway.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gptload.gateway.config.GatewaySettings;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Makes every answer of ours look as gpt-load's do. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

    private static final String DISPATCHER = "dispatcherServlet";
    private static final int DOOR = 0;

    private final ObjectProvider<JsonMapper> json;

    /** @param json asked for when it is needed; it is made after this */
    WebConfiguration(ObjectProvider<JsonMapper> json) {
        this.json = json;
    }

    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        configurer.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.withJsonConverter(new BrowserSafeJson(json.getObject()));
    }

    /** Names in snake case, found in any case; nothing is taken for what it is not; numbers keep their digits. */
    @Bean
    JsonMapperBuilderCustomizer jsonOfTheApi() {
        return builder -> builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .changeDefaultPropertyInclusion(ignored -> JsonInclude.Value.empty())
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.ACCEPT_FLOAT_AS_INT,
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
    }

    @Bean
    ServletContextInitializer trustedProxies(GatewaySettings settings) {
        return context -> ClientAddress.believe(context, settings.trustedProxies());
    }

    @Bean
    LocaleResolver localeResolver() {
        return new RequestLanguage();
    }

    @Bean
    FilterRegistrationBean<OwnRequestFilter> ownRequestFilter(
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mapping) {
        FilterRegistrationBean<OwnRequestFilter> filter =
                new FilterRegistrationBean<>(new OwnRequestFilter(new Routes(mapping)));
        filter.setServletNames(List.of(DISPATCHER));
        filter.setOrder(DOOR);
        return filter;
    }

    @Bean
    FilterRegistrationBean<CorsFilter> corsFilter(GatewaySettings settings) {
        FilterRegistrationBean<CorsFilter> filter = new FilterRegistrationBean<>(new CorsFilter(settings.cors()));
        filter.setEnabled(settings.cors().enabled());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}
