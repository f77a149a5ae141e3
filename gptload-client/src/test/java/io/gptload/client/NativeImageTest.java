package io.gptload.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A native image holds only the resources that the library's metadata names. */
class NativeImageTest {

    private static final String METADATA =
            "/META-INF/native-image/io.gptload/gptload-client/reachability-metadata.json";

    @Test
    void everyResourceIsNamedAndEveryNameHasAResource() throws Exception {
        List<Path> resources = resources();
        List<PathMatcher> globs = globs();

        assertThat(resources).anySatisfy(resource -> assertThat(resource).hasFileName("failure-rules.json"));
        assertThat(resources).allSatisfy(resource -> assertThat(globs).anyMatch(glob -> glob.matches(resource)));
        assertThat(globs).allSatisfy(glob -> assertThat(resources).anyMatch(glob::matches));
    }

    private static List<PathMatcher> globs() throws IOException {
        try (InputStream in = NativeImageTest.class.getResourceAsStream(METADATA)) {
            JsonNode metadata = JsonMapper.shared().readTree(Objects.requireNonNull(in, METADATA));
            return metadata.get("resources")
                    .valueStream()
                    .map(resource -> FileSystems.getDefault()
                            .getPathMatcher("glob:" + resource.get("glob").asString()))
                    .toList();
        }
    }

    private static List<Path> resources() throws IOException, URISyntaxException {
        Path classes = Path.of(GptLoad.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes.resolve("io/gptload/client"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".class"))
                    .map(classes::relativize)
                    .toList();
        }
    }
}
