package io.gptload.client.rewrite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.config.ParamOverrides;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an ordinary JSON library would have made of the same bodies. */
class RandomBodiesTest {

    private static final int ROUNDS = 50_000;

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final Random random = new Random(20261121);
    private final RandomJson json = new RandomJson(random);

    @Test
    void editsMeanWhatALibraryWouldHaveDone() {
        for (int round = 0; round < ROUNDS; round++) {
            String body = json.object();
            String overrides = "{\"t\":" + json.scalar() + ",\"new\":" + json.scalar() + "}";
            String model = random.nextBoolean() ? "m" + random.nextInt(3) : null;

            byte[] edited = BodyEditor.apply(body.getBytes(UTF_8), ParamOverrides.parse(overrides), model);

            ObjectNode expected = (ObjectNode) mapper.readTree(body);
            expected.setAll((ObjectNode) mapper.readTree(overrides));
            if (model != null) {
                expected.put("model", model);
            }
            assertThat(mapper.readTree(edited))
                    .as("%s with %s, %s", body, overrides, model)
                    .isEqualTo(expected);
            assertThat(BodyEditor.apply(edited, ParamOverrides.parse(overrides), model))
                    .as("twice: %s with %s", body, overrides)
                    .isSameAs(edited);
        }
    }

    @Test
    void factsAreThoseOfALibrary() {
        for (int round = 0; round < ROUNDS; round++) {
            String body = json.object();
            JsonNode tree = mapper.readTree(body);
            BodyFacts facts = BodyFacts.of(body.getBytes(UTF_8));
            assertThat(facts.isObject()).as(body).isTrue();
            if (!body.matches("(?s).*\"(?i:stream|model|mod.u0065l)\".*\"(?i:stream|model|mod.u0065l)\".*")) {
                JsonNode model = tree.get("model");
                assertThat(facts.model())
                        .as(body)
                        .isEqualTo(model != null && model.isString() ? model.asString() : null);
                boolean stream = tree.path("stream").asBoolean(false)
                                && tree.path("stream").isBoolean()
                        || tree.path("Stream").isBoolean()
                                && tree.path("Stream").asBoolean(false);
                assertThat(facts.stream()).as(body).isEqualTo(stream);
            }
        }
    }

    @Test
    void truncatedBodiesAreNeverEdited() {
        for (int round = 0; round < ROUNDS; round++) {
            String whole = json.object().strip();
            byte[] body = whole.substring(0, random.nextInt(whole.length())).getBytes(UTF_8);
            assertThat(BodyEditor.apply(body, ParamOverrides.parse("{\"t\":2}"), "m"))
                    .isSameAs(body);
            BodyFacts.of(body).model();
        }
    }
}
