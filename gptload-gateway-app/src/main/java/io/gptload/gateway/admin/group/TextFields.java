package io.gptload.gateway.admin.group;

import io.gptload.client.wire.Channel;
import io.gptload.gateway.web.ApiException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what a group says in plain text. Everything returned is stripped and fits its column. */
final class TextFields {

    static final int NAME_LENGTH = 100;
    static final int SHORT = 255;
    static final int LONG = 512;

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1," + NAME_LENGTH + "}");

    private TextFields() {}

    static String name(@Nullable String value) {
        String name = stripped(value);
        if (!NAME.matcher(name).matches()) {
            throw ApiException.validation("validation.invalid_group_name");
        }
        return name;
    }

    static String channelType(@Nullable String value) {
        String type = stripped(value);
        if (Channel.ofId(type).isEmpty()) {
            throw ApiException.validation("validation.invalid_channel_type", Channel.ids());
        }
        return type;
    }

    static String testModel(@Nullable String value, String messageId) {
        String model = fitting("test_model", value, SHORT);
        if (model.isEmpty()) {
            throw ApiException.validation(messageId);
        }
        return model;
    }

    static String validationEndpoint(@Nullable String value) {
        String path = fitting("validation_endpoint", value, SHORT);
        if (!path.isEmpty() && (!path.startsWith("/") || path.contains("://"))) {
            throw ApiException.validation("validation.invalid_test_path");
        }
        return path;
    }

    static String fitting(String field, @Nullable String value, int longest) {
        String text = stripped(value);
        if (text.codePointCount(0, text.length()) > longest) {
            throw ApiException.validation("validation.too_long", field, longest);
        }
        return text;
    }

    static String stripped(@Nullable String value) {
        return value == null ? "" : value.strip();
    }
}
