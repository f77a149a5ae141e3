package io.gptload.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The files beside the image say what is true of the gateway. */
class DeploymentFilesTest {

    private static final Path DOCKER = Path.of("docker");
    private static final Set<String> OF_THE_IMAGE = Set.of("JAVA_OPTS", "EXTRA_CA_CERTS");

    private static Map<String, String> example() throws IOException {
        return new DotEnvParser(Files.readString(DOCKER.resolve(".env.example"))).parse();
    }

    private static GatewayEnvironment environment(Map<String, String> values) {
        return new GatewayEnvironment(Map.of(), values, property -> null);
    }

    private static GatewaySettings settings(Map<String, String> values) {
        return new SettingsReader(environment(values), Path.of("/work")).read().settings();
    }

    /** Those the gateway asks for, in capitals. */
    private static Set<String> read() {
        Set<String> names = new TreeSet<>();
        GatewayEnvironment recording = new GatewayEnvironment(Map.of(), Map.of(), property -> {
            names.add(property.substring("gptload.gateway.".length())
                    .toUpperCase(Locale.ROOT)
                    .replace('-', '_'));
            return null;
        });
        Configuration configuration = new SettingsReader(recording, Path.of("/work")).read();
        new SpringProperties(recording, configuration.settings());
        return names;
    }

    private static Set<String> interpolated(String text) {
        return Pattern.compile("(?<!\\$)\\$\\{(\\w+)")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> ofTheComposeFiles() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String file : List.of("compose.yaml", "compose.cluster.yaml")) {
            names.addAll(interpolated(Files.readString(DOCKER.resolve(file))));
        }
        return names;
    }

    @Test
    void theExampleNamesEveryVariableAndNoOther() throws IOException {
        Set<String> known = new TreeSet<>(read());
        assertThat(known).contains("AUTH_KEY", "PORT", "TZ", "NO_PROXY", "LOG_FILE_PATH");
        known.addAll(OF_THE_IMAGE);
        known.addAll(ofTheComposeFiles());
        assertThat(example().keySet()).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void theExampleHoldsTheDefaultsAndASentenceForEach() throws IOException {
        GatewaySettings given = settings(example());
        GatewaySettings none = settings(Map.of());
        assertThat(List.of(given.server(), given.slave(), given.database(), given.redis(), given.cors(), given.log()))
                .isEqualTo(
                        List.of(none.server(), none.slave(), none.database(), none.redis(), none.cors(), none.log()));
        List<String> lines = Files.readAllLines(DOCKER.resolve(".env.example"));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches("\\w+=.*")) {
                assertThat(lines.get(i - 1)).as("above " + lines.get(i)).matches("# .{10,}");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services(String file) throws IOException {
        Map<String, Object> compose = new Yaml().load(Files.readString(DOCKER.resolve(file)));
        return (Map<String, Map<String, Object>>) compose.get("services");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> of, String name) {
        return (Map<String, Object>) of.getOrDefault(name, Map.of());
    }

    private static boolean isGateway(Map<String, Object> service) {
        return String.valueOf(service.get("image")).contains("gptload-gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.cluster.yaml"})
    void composeFilesNameOnlyWhatThereIs(String file) throws IOException {
        Map<String, Map<String, Object>> services = services(file);
        Set<String> known = new TreeSet<>(read());
        known.addAll(OF_THE_IMAGE);
        services.forEach((name, service) -> {
            assertThat(services.keySet()).containsAll(map(service, "depends_on").keySet());
            if (isGateway(service)) {
                assertThat(known).containsAll(map(service, "environment").keySet());
                Map<String, Object> build = map(service, "build");
                Path context =
                        DOCKER.resolve(String.valueOf(build.get("context"))).normalize();
                assertThat(context.resolve(String.valueOf(build.get("dockerfile"))))
                        .exists();
                assertThat(map(service, "healthcheck").get("test")).isEqualTo(List.of("CMD", "/app/healthcheck"));
                assertThat(service).containsKeys("restart", "mem_limit", "stop_grace_period");
            }
            if (service.get("volumes") instanceof List<?> volumes) {
                volumes.stream()
                        .map(volume -> String.valueOf(volume).split(":")[0])
                        .filter(source -> source.startsWith("."))
                        .forEach(source -> assertThat(DOCKER.resolve(source)).exists());
            }
        });
        assertThat(services.values()).anyMatch(DeploymentFilesTest::isGateway);
    }

    @Test
    void theNodesOfTheClusterDifferInTheirRoleAlone() throws IOException {
        List<Map<String, Object>> nodes = services("compose.cluster.yaml").values().stream()
                .filter(DeploymentFilesTest::isGateway)
                .map(service -> map(service, "environment"))
                .toList();
        assertThat(nodes).extracting(node -> node.get("IS_SLAVE")).containsExactly("false", "true", "true");
        assertThat(nodes)
                .extracting(node -> List.of(
                        node.get("AUTH_KEY"),
                        node.get("ENCRYPTION_KEY"),
                        node.get("DATABASE_DSN"),
                        node.get("REDIS_DSN")))
                .hasSize(3)
                .containsOnly(List.of(
                        nodes.get(0).get("AUTH_KEY"),
                        nodes.get(0).get("ENCRYPTION_KEY"),
                        nodes.get(0).get("DATABASE_DSN"),
                        nodes.get(0).get("REDIS_DSN")));
        Map<String, String> values = Map.of(
                "AUTH_KEY", "long-and-random-as-it-is",
                "DATABASE_DSN", filledIn(nodes.get(0).get("DATABASE_DSN")),
                "REDIS_DSN", filledIn(nodes.get(0).get("REDIS_DSN")));
        assertThat(settings(values).database()).hasToString("MySQL gptload:****@mysql:3306/gptload");
        assertThat(settings(values).redis()).isPresent();
    }

    private static String filledIn(Object value) {
        return Pattern.compile("\\$\\{[^}]*}").matcher(String.valueOf(value)).replaceAll((MatchResult any) -> "x");
    }
}
