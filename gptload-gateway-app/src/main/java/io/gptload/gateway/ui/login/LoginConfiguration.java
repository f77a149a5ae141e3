package io.gptload.gateway.ui.login;

import io.gptload.gateway.admin.auth.AdminKeyCheck;
import io.gptload.gateway.ui.UiPaths;
import io.gptload.gateway.web.ClientAddress;
import io.gptload.gateway.web.LoginThrottle;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.FormLoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;

/**
 * Who may see the pages. The API and the proxy know nothing of sessions: this chain stands before pages alone, see {@code
 * UiFilter}.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class LoginConfiguration {

    /** Everything from here, nothing inline. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'";

    @Bean
    LoginThrottle loginThrottle() {
        return new LoginThrottle(InstantSource.system());
    }

    /** The one bean of its kind is asked by every chain; named to one as well, each wrong key would count twice. */
    @Bean
    AdminKeyLogin adminKeyLogin(AdminKeyCheck check) {
        return new AdminKeyLogin(check);
    }

    @Bean
    SecurityFilterChain pages(HttpSecurity http) {
        return http.authorizeHttpRequests(
                        requests -> requests.requestMatchers(UiPaths.LOGIN, UiPaths.ASSETS + "**", "/preferences")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .formLogin(LoginConfiguration::form)
                .logout(logout -> logout.logoutUrl(UiPaths.LOGOUT).logoutSuccessUrl(UiPaths.LOGIN + "?out"))
                .exceptionHandling(refusal -> refusal.authenticationEntryPoint(LoginConfiguration::askToSignIn)
                        .accessDeniedHandler(LoginConfiguration::refuse))
                .requestCache(RequestCacheConfigurer::disable)
                .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens()))
                .headers(headers -> headers.frameOptions(FrameOptionsConfig::sameOrigin)
                        .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY)))
                .build();
    }

    private static void form(FormLoginConfigurer<HttpSecurity> form) {
        form.loginPage(UiPaths.LOGIN)
                .passwordParameter("key")
                .authenticationDetailsSource(ClientAddress::of)
                .successHandler((request, response, who) ->
                        response.sendRedirect(NextPage.of(request.getParameter(NextPage.PARAMETER))))
                .failureHandler((request, response, failure) -> response.sendRedirect(
                        UiPaths.LOGIN + (failure instanceof LockedException ? "?wait" : "?refused")));
    }

    /** Not in a session: whoever has not signed in has none, and costs nothing. */
    private static CookieCsrfTokenRepository csrfTokens() {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("gptload_csrf");
        tokens.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Strict"));
        return tokens;
    }

    private static void askToSignIn(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", UiPaths.LOGIN); // a login page is not to be put inside a page
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else if (isEventSource(request)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT); // it does not come again
        } else {
            response.sendRedirect(NextPage.login(request));
        }
    }

    private static boolean isEventSource(HttpServletRequest request) {
        return MediaType.TEXT_EVENT_STREAM_VALUE.equals(request.getHeader(HttpHeaders.ACCEPT));
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
            throws IOException {
        if (request.getServletPath().equals(UiPaths.LOGIN)) {
            response.sendRedirect(UiPaths.LOGIN + "?expired");
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    /** Spring Boot would put the chain before every request, those of the proxy too. */
    @Bean
    DelegatingFilterProxyRegistrationBean noChainBeforeEverything() {
        DelegatingFilterProxyRegistrationBean chain =
                new DelegatingFilterProxyRegistrationBean("springSecurityFilterChain");
        chain.setEnabled(false);
        return chain;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> sessionCookies() {
        return factory -> factory.addContextCustomizers(context -> context.setCookieProcessor(new SessionCookies()));
    }
}
