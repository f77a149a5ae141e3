package io.gptload.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

    private static final ResourceBundle.Control EXACTLY =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

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
        assertThat(other.keySet()).isEqualTo(english.keySet());
        for (String id : english.keySet()) {
            assertThat(other.getString(id)).as(id).isNotBlank();
            assertThat(holes(other.getString(id))).as(id).isEqualTo(holes(english.getString(id)));
        }
    }

    @Test
    void numbersAreWrittenWithoutSeparators() {
        Messages messages = new Messages();
        assertThat(messages.get(Locale.US, "success.all_keys_cleared", 12345)).isEqualTo("12345 keys cleared");
        assertThat(messages.get(Messages.DEFAULT, "success.all_keys_cleared", 12345))
                .isEqualTo("已清除 12345 个密钥");
    }
}
