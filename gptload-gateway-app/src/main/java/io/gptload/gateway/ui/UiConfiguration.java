package io.gptload.gateway.ui;

import jakarta.servlet.Filter;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the pages beside the API. */
@Configuration(proxyBeanMethods = false)
class UiConfiguration implements WebMvcConfigurer {

    private static final int BEHIND_THE_DOOR = 100;
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final UiAssets assets;

    UiConfiguration(UiAssets assets) {
        this.assets = assets;
    }

    /** Their address changes when they do. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler(UiPaths.ASSETS + "htmx/*")
                .addResourceLocations(assets.htmxLocation())
                .setCacheControl(FOR_EVER);
        registry.addResourceHandler(UiPaths.ASSETS + "chart/*")
                .addResourceLocations(assets.chartLocation())
                .setCacheControl(FOR_EVER);
        registry.addResourceHandler(UiPaths.ASSETS + "*")
                .addResourceLocations("classpath:/static/assets/")
                .setCacheControl(FOR_EVER);
    }

    @Bean
    FilterRegistrationBean<UiFilter> uiFilter(@Qualifier("springSecurityFilterChain") ObjectProvider<Filter> security) {
        FilterRegistrationBean<UiFilter> filter = new FilterRegistrationBean<>(new UiFilter(security::getObject));
        filter.setServletNames(List.of("dispatcherServlet"));
        filter.setOrder(BEHIND_THE_DOOR);
        return filter;
    }

    /** The texts of the pages, and those of the API that pages show too. */
    @Bean
    MessageSource messageSource() {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        texts.setBasenames("io.gptload.gateway.ui.texts", "io.gptload.gateway.web.messages");
        texts.setDefaultEncoding("UTF-8");
        texts.setFallbackToSystemLocale(false);
        return texts;
    }
}
