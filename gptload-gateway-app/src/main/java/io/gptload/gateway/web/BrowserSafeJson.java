package io.gptload.gateway.web;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** JSON that means the same but can be no markup where somebody mistakes it for a page: as gpt-load writes it. */
final class BrowserSafeJson extends JacksonJsonHttpMessageConverter {

    BrowserSafeJson(JsonMapper mapper) {
        super(mapper);
        setDefaultCharset(StandardCharsets.UTF_8);
    }

    @Override
    protected ObjectWriter customizeWriter(ObjectWriter writer, @Nullable JavaType type, @Nullable MediaType format) {
        return super.customizeWriter(writer, type, format).with(Escapes.MARKUP);
    }

    private static final class Escapes extends CharacterEscapes {

        private static final long serialVersionUID = 1L;
        private static final Escapes MARKUP = new Escapes();

        private final int[] ascii = standardAsciiEscapesForJSON();

        private Escapes() {
            for (char each : new char[] {'<', '>', '&'}) {
                ascii[each] = ESCAPE_STANDARD;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii.clone();
        }

        /** Beyond ASCII: the two line ends that JSON allows inside a text and JavaScript did not. */
        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return switch (character) {
                case 0x2028 -> new SerializedString("\\u2028");
                case 0x2029 -> new SerializedString("\\u2029");
                default -> null;
            };
        }
    }
}
