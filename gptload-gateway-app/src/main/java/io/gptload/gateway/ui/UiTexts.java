package io.gptload.gateway.ui;

import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.Messages;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Texts of the pages, in the language of the request. Thread-safe. */
@Component
public class UiTexts {

    private final MessageSource texts;
    private final Messages messages;

    UiTexts(MessageSource texts, Messages messages) {
        this.texts = texts;
        this.messages = messages;
    }

    /** The text of that id. */
    public String get(String id, Object... arguments) {
        return texts.getMessage(id, arguments, LocaleContextHolder.getLocale());
    }

    /** Why the API would refuse it. */
    public String of(ApiException refusal) {
        return refusal.rendered(messages, LocaleContextHolder.getLocale()).message();
    }

    /** The same to be read beside the field. */
    public String atField(ApiException refusal) {
        return refusal.atField(messages, LocaleContextHolder.getLocale());
    }
}
