package io.gptload.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class MetadataTest {

    private static JsonNode metadata() throws IOException {
        try (InputStream in = MetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void everyPropertyIsDescribed() throws IOException {
        Set<String> names = new TreeSet<>();
        metadata().get("properties").forEach(property -> {
            names.add(property.get("name").asString());
            assertThat(property.path("description").asString(""))
                    .as(property.get("name").asString())
                    .isNotBlank();
        });
        assertThat(names)
                .contains(
                        "gptload.enabled",
                        "gptload.groups",
                        "gptload.aggregates",
                        "gptload.routes",
                        "gptload.refresh-interval",
                        "gptload.settings.max-retries",
                        "gptload.settings.max-wait",
                        "gptload.settings.proxy-url",
                        "gptload.observations.enabled",
                        "management.health.gptload.enabled",
                        "management.endpoint.gptload.access");
    }

    @Test
    void theVendorsAreHintedAt() throws IOException {
        JsonNode vendors = metadata()
                .get("hints")
                .valueStream()
                .filter(hint -> hint.get("name").asString().equals("gptload.groups.keys"))
                .findFirst()
                .orElseThrow()
                .get("values");
        assertThat(vendors.valueStream().map(value -> value.get("value").asString()))
                .containsExactlyElementsOf(List.of(KnownProvider.ids().split(", ")));
    }

    @Test
    void theReadmeNamesEveryProperty() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        metadata().get("properties").forEach(property -> {
            String name = property.get("name").asString();
            if (!name.startsWith("management.endpoint.gptload.cache")) {
                String last = name.substring(name.lastIndexOf('.') + 1);
                assertThat(readme).containsAnyOf("`" + name, "`" + last + "`", "`." + last + "`");
            }
        });
    }
}
