package io.gptload.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpringPropertiesTest {

    @ParameterizedTest
    @CsvSource({
        "panic,fatal,fatal",
        "FATAL,fatal,fatal",
        "error,error,error",
        "warn,warn,warn",
        "Warning,warn,warn",
        "info,info,info",
        "debug,debug,info",
        "TRACE,trace,info",
        "nonsense,info,info"
    })
    void levels(String level, String ours, String everybodyElse) {
        assertThat(of(Map.of("LOG_LEVEL", level)).given())
                .containsEntry("logging.level.io.gptload", ours)
                .containsEntry("logging.level.root", everybodyElse);
    }

    @Test
    void onlyWhatWasAskedForOutranksOthers() {
        SpringProperties properties = of(Map.of("PORT", "8080"));
        assertThat(properties.given()).containsOnly(Map.entry("server.port", 8080));
        assertThat(properties.defaults())
                .containsEntry("server.address", "0.0.0.0")
                .containsEntry("server.tomcat.connection-timeout", "60000ms")
                .containsEntry("server.tomcat.keep-alive-timeout", "120000ms")
                .containsEntry("server.shutdown", "graceful")
                .containsEntry("spring.lifecycle.timeout-per-shutdown-phase", "5000ms")
                .containsEntry("logging.structured.format.console", TextLogFormat.class.getName())
                .doesNotContainKeys("server.port", "logging.file.name");
    }

    @Test
    void noTimeoutIsWrittenAsMinusOneAndNoIdleTimeoutMeansTheReadTimeout() {
        assertThat(of(Map.of("SERVER_READ_TIMEOUT", "-5", "SERVER_IDLE_TIMEOUT", "-1"))
                        .given())
                .containsEntry("server.tomcat.connection-timeout", "-1ms")
                .containsEntry("server.tomcat.keep-alive-timeout", "-1ms");
        assertThat(of(Map.of("SERVER_READ_TIMEOUT", "7", "SERVER_IDLE_TIMEOUT", "0"))
                        .given())
                .containsEntry("server.tomcat.keep-alive-timeout", "7000ms");
    }

    @Test
    void thereAreThreadsForEveryRequestThatMayRunAndSomeToSpare() {
        assertThat(of(Map.of("MAX_CONCURRENT_REQUESTS", "20000")).given())
                .containsEntry("server.tomcat.threads.max", 20050L)
                .containsEntry("server.tomcat.max-connections", 40100L);
        assertThat(of(Map.of("MAX_CONCURRENT_REQUESTS", "2147483647")).given())
                .containsEntry("server.tomcat.threads.max", 2147483647L);
    }

    @Test
    void proxiesAreReadInCapitalsFirst() {
        Map<String, String> variables = new HashMap<>(Map.of("HTTP_PROXY", "", "http_proxy", "p:1", "NO_PROXY", "x"));
        assertThat(settings(variables).proxy()).hasToString("http http://p:1, https none");
        variables.put("HTTP_PROXY", "q:2");
        assertThat(settings(variables).proxy()).hasToString("http http://q:2, https none");
    }

    private static SpringProperties of(Map<String, String> variables) {
        return new SpringProperties(environment(variables), settings(variables));
    }

    private static GatewaySettings settings(Map<String, String> variables) {
        return new SettingsReader(environment(variables), Path.of("/srv"))
                .read()
                .settings();
    }

    private static GatewayEnvironment environment(Map<String, String> variables) {
        return new GatewayEnvironment(variables, Map.of(), name -> null);
    }
}
