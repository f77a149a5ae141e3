package io.gptload.gateway.web;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.Requirement;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.stereotype.Component;

/** Texts for people, in Chinese unless the request asks for English or Japanese. Thread-safe. */
@Component
public class Messages {

    /** What is spoken to those who do not say what they want. */
    public static final Locale DEFAULT = Locale.SIMPLIFIED_CHINESE;

    /** What the ids begin with of what values must be; English has none of them, for the engine speaks it. */
    static final String REQUIREMENT = "requirement.";

    private final ResourceBundleMessageSource texts = new ResourceBundleMessageSource();

    Messages() {
        texts.setBasename("io.gptload.gateway.web.messages");
        texts.setDefaultEncoding("UTF-8");
        texts.setFallbackToSystemLocale(false);
    }

    /**
     * The text in the language of the request this thread is at work on.
     *
     * @throws org.springframework.context.NoSuchMessageException if there is no such id
     */
    public String get(String id, Object... arguments) {
        return get(supported(LocaleContextHolder.getLocale()), id, arguments);
    }

    /** The text in that language; one of those {@link #language} gives. */
    public String get(Locale language, String id, Object... arguments) {
        // as text, for numbers would come with thousands separators
        Object[] words = Arrays.stream(arguments)
                .map(argument -> argument instanceof ConfigurationException refusal
                        ? of(language, refusal)
                        : String.valueOf(argument))
                .toArray();
        return texts.getMessage(id, words, language);
    }

    /** Why the engine refuses a value; in its own English where there are no other words. */
    private String of(Locale language, ConfigurationException refusal) {
        String english = String.valueOf(refusal.getMessage());
        Requirement requirement = refusal.requirement();
        if (requirement == null || language.equals(Locale.US)) {
            return english;
        }
        Object[] words = Stream.concat(Stream.of(refusal.field(), refusal.value()), refusal.arguments().stream())
                .toArray();
        String text = texts.getMessage(REQUIREMENT + requirement.code(), words, null, language);
        return text == null ? english : text;
    }

    /** The language an {@code Accept-Language} header asks for: only its first entry counts. */
    static Locale language(@Nullable String acceptLanguage) {
        String first = acceptLanguage == null ? "" : acceptLanguage.split("[,;]", 2)[0].strip();
        return supported(Locale.forLanguageTag(first));
    }

    private static Locale supported(Locale wanted) {
        return switch (wanted.getLanguage()) {
            case "en" -> Locale.US;
            case "ja" -> Locale.JAPAN;
            default -> DEFAULT;
        };
    }
}
