package io.gptload.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.GptLoad;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This sample has what an application gets that asks for the client and for nothing that is optional. */
class OptionalDependenciesTest {

    /** Packages of the client, and what must be added to use them. */
    private static final Map<String, List<String>> OPTIONAL = Map.of(
            "io.gptload.client.http.anthropic", List.of("com.anthropic."),
            "io.gptload.client.store.", List.of("org.springframework.", "org.flywaydb.", "com.zaxxer.", "org.sqlite."),
            "io.gptload.client.store.redis.", List.of("redis.clients.", "org.apache.commons.pool2."));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.anthropic.core.http.HttpClient",
                "org.springframework.jdbc.core.simple.JdbcClient",
                "org.flywaydb.core.Flyway",
                "com.zaxxer.hikari.HikariDataSource",
                "org.sqlite.JDBC",
                "redis.clients.jedis.UnifiedJedis"
            })
    void whatIsOptionalIsNotThere(String name) {
        assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void nothingElseOfWhatTheClientUsesIsMissing() throws Exception {
        Path client = Path.of(GptLoad.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        String others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(element -> element.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));

        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(out, out, "--missing-deps", "--multi-release", "base", "-cp", others, client.toString());

        // Lines such as "   io.gptload.client.store.jdbc.Database  -> org.flywaydb.core.Flyway  not found".
        Set<String> unexpected = new TreeSet<>();
        for (String line : printed.toString().lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 2 && words[1].equals("->") && words[0].startsWith("io.gptload.") && !allowed(words)) {
                unexpected.add(line.strip());
            }
        }
        assertThat(printed.toString()).contains("com.anthropic.core.http.HttpClient");
        assertThat(unexpected).isEmpty();
    }

    private static boolean allowed(String[] words) {
        return OPTIONAL.entrySet().stream()
                .filter(entry -> words[0].startsWith(entry.getKey()))
                .anyMatch(entry -> entry.getValue().stream().anyMatch(words[2]::startsWith));
    }
}
