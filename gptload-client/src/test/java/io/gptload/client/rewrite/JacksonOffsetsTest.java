package io.gptload.client.rewrite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Pins what the parser's locations mean, because the editor cuts by them. */
class JacksonOffsetsTest {

    @Test
    void locationsAreTheFirstByteOfAValueAndTheOneBehindIt() {
        byte[] body = "xyé{\"é\" : -1.5e3 ,\"b\": \"é\\n\" ,\"c\":[ 1 ] ,\"d\":true }".getBytes(UTF_8);
        List<String> values = new ArrayList<>();
        int offset = 4;
        try (JsonParser parser = JsonFactory.builder()
                .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                .build()
                .createParser(ObjectReadContext.empty(), body, offset, body.length - offset)) {
            parser.nextToken();
            while (parser.nextName() != null) {
                parser.nextToken();
                int start = offset + (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = offset + (int) parser.currentLocation().getByteOffset();
                values.add(new String(body, start, end - start, UTF_8));
            }
            assertThat(body[offset + (int) parser.currentTokenLocation().getByteOffset()])
                    .isEqualTo((byte) '}');
        }
        assertThat(values).containsExactly("-1.5e3", "\"é\\n\"", "[ 1 ]", "true");
    }
}
