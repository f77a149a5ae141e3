package io.gptload.gateway.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of the pages. */
class UiTextsTest {

    private static final Pattern NAMED = Pattern.compile("#\\{([a-z_0-9]+\\.[A-Za-z_0-9.]+)[(}]");
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\d}");

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(UiFrame.class.getResourceAsStream("texts_" + language + ".properties")),
                StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh", "ja"})
    void everyLanguageSaysTheSame(String language) throws IOException {
        Properties english = texts("en");
        Properties other = texts(language);
        assertThat(other.keySet()).isEqualTo(english.keySet());
        for (String id : english.stringPropertyNames()) {
            assertThat(arguments(other.getProperty(id))).as(id).isEqualTo(arguments(english.getProperty(id)));
            assertThat(other.getProperty(id)).as(id).isNotBlank();
        }
    }

    private static Set<String> arguments(String text) {
        Set<String> found = new TreeSet<>();
        Matcher argument = ARGUMENT.matcher(text);
        while (argument.find()) {
            found.add(argument.group());
        }
        return found;
    }

    @Test
    void everyTextATemplateNamesIsThere() throws IOException {
        Properties english = texts("en");
        Set<String> missing = new TreeSet<>();
        try (Stream<Path> templates = Files.list(Path.of("src/main/resources/templates"))) {
            for (Path template : templates.toList()) {
                Matcher named = NAMED.matcher(Files.readString(template));
                while (named.find()) {
                    if (!english.containsKey(named.group(1))) {
                        missing.add(named.group(1));
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
