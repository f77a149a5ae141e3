package io.gptload.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

    private static final ResourceBundle.Control EXACTLY =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final Pattern REFUSAL = Pattern.compile(
            "ApiException\\s*\\.(?:validation|badRequest|invalidJson|notFound|duplicate|taskInProgress)\\(\\s*\"([^\"]+)\"");

    private final Messages messages = new Messages();

    private static ResourceBundle bundle(String language) {
        return ResourceBundle.getBundle("io.gptload.gateway.web.messages", Locale.forLanguageTag(language), EXACTLY);
    }

    private static Set<String> holes(String text) {
        Set<String> holes = new TreeSet<>();
        Matcher hole = Pattern.compile("\\{\\d}").matcher(text);
        while (hole.find()) {
            holes.add(hole.group());
        }
        return holes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh", "ja"})
    void everyLanguageSaysTheSame(String language) {
        ResourceBundle english = bundle("en");
        ResourceBundle other = bundle(language);
        Set<String> ids = new TreeSet<>(english.keySet());
        for (Requirement requirement : Requirement.values()) {
            ids.add(Messages.REQUIREMENT + requirement.code()); // English is the engine's
        }
        assertThat(other.keySet()).isEqualTo(ids);
        for (String id : ids) {
            assertThat(other.getString(id)).as(id).isNotBlank();
        }
        for (String id : english.keySet()) {
            assertThat(holes(other.getString(id))).as(id).isEqualTo(holes(english.getString(id)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "ja-JP"})
    void whatTheEngineRefusesIsSaidInTheLanguageOfTheRequest(String language) {
        for (Requirement requirement : Requirement.values()) {
            ConfigurationException refusal = new ConfigurationException("field", "value", requirement, "first", "last");
            String text = messages.get(Locale.forLanguageTag(language), "error.not_allowed", refusal);
            assertThat(text)
                    .as(requirement.code())
                    .containsPattern("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]")
                    .doesNotContain("{", "is not allowed");
            String english = String.valueOf(refusal.getMessage());
            for (String argument : refusal.arguments()) {
                assertThat(text.contains(argument)).as(requirement.code()).isEqualTo(english.contains(argument));
            }
        }
    }

    @Test
    void englishIsTheEnginesOwnAndSoIsWhatHasNoOtherWords() {
        ConfigurationException known = new ConfigurationException("weight", -1, Requirement.INTEGER_BETWEEN, 0, 9);
        ConfigurationException unknown = new ConfigurationException("weight", -1, "a {good} one");
        assertThat(messages.get(Locale.US, "error.not_allowed", known)).isEqualTo(known.getMessage());
        assertThat(messages.get(Messages.DEFAULT, "error.not_allowed", known)).isEqualTo("weight：应为 0 到 9 的整数");
        assertThat(messages.get(Messages.DEFAULT, "error.not_allowed", unknown)).isEqualTo(unknown.getMessage());
    }

    @Test
    void everyRefusalHasAText() throws IOException {
        Set<String> known = bundle("en").keySet();
        Set<String> missing = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Matcher refusal = REFUSAL.matcher(Files.readString(source));
                while (refusal.find()) {
                    if (!known.contains(refusal.group(1))) {
                        missing.add(refusal.group(1));
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void numbersAreWrittenWithoutSeparators() {
        assertThat(messages.get(Locale.US, "success.all_keys_cleared", 12345)).isEqualTo("12345 keys cleared");
        assertThat(messages.get(Messages.DEFAULT, "success.all_keys_cleared", 12345))
                .isEqualTo("已清除 12345 个密钥");
    }
}
