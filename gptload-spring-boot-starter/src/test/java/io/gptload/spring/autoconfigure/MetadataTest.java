package io.gptload.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.config.GroupSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
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
                        "gptload.request-log.enabled",
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
    void defaultsAreThoseOfTheEngine() throws IOException {
        Map<String, String> defaults = new HashMap<>();
        metadata().get("properties").forEach(property -> {
            if (property.get("name").asString().startsWith("gptload.settings.") && property.has("defaultValue")) {
                defaults.put(
                        property.get("name").asString(),
                        property.get("defaultValue").asString());
            }
        });
        SettingsProperties bound = new Binder(new MapConfigurationPropertySource(defaults))
                .bindOrCreate("gptload.settings", SettingsProperties.class);
        GroupSettings other = GroupSettings.builder()
                .maxRetries(9)
                .maxKeyRotations(9)
                .blacklistThreshold(9)
                .maxWait(Duration.ofDays(9))
                .keyBudgets("9 requests/day")
                .maxIdleConns(9)
                .build();
        assertThat(SettingsReading.read("gptload.settings", bound, other, new Problems()))
                .isEqualTo(GroupSettings.DEFAULTS);
        assertThat(defaults).hasSize(SettingsProperties.class.getRecordComponents().length - 1);
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

    /** Those of lists and maps are in no metadata. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                GroupProperties.class,
                UpstreamProperties.class,
                KeyProperties.class,
                HeaderRuleProperties.class,
                AggregateProperties.class,
                RouteProperties.class
            })
    void theReadmeNamesWhatIsInListsAndMaps(Class<?> type) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(Arrays.stream(type.getRecordComponents())
                        .map(component -> DataObjectPropertyName.toDashedForm(component.getName())))
                .allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
    }
}
