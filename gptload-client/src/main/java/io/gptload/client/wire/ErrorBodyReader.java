package io.gptload.client.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One walk over an error body with a pull parser. Ends silently where the text does. */
final class ErrorBodyReader {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    private @Nullable String code;
    private @Nullable String type;
    private @Nullable String status;
    private @Nullable String topCode;
    private @Nullable String topType;
    private @Nullable String topStatus;
    private @Nullable String errorMessage;
    private @Nullable String errorMsg;
    private @Nullable String errorText;
    private @Nullable String topMessage;
    private @Nullable String detail;
    private @Nullable String raw;
    private @Nullable Duration retryDelay;
    private @Nullable Instant resetAt;
    private final List<String> reasons = new ArrayList<>(4);

    ErrorBody read(byte[] body, int offset, int length) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), body, offset, length)) {
            JsonToken token = in.nextToken();
            if (token == JsonToken.START_ARRAY) {
                token = in.nextToken();
            }
            if (token == JsonToken.START_OBJECT) {
                root(in);
            }
        } catch (JacksonException cutOffOrNoJson) {
            // What was read before this point stands.
        }
        return result(body, offset, length);
    }

    private ErrorBody result(byte[] body, int offset, int length) {
        String message = firstNonBlank(errorMessage, errorMsg, errorText, topMessage, detail);
        if (raw != null && (message == null || message.equals("Provider returned error"))) {
            message = message == null ? raw : message + ": " + raw;
        }
        if (message == null) {
            // A few bytes more than are kept, so that the cut falls on a code point.
            int end = Math.min(length, ErrorBody.MAX_MESSAGE_BYTES + 4);
            String text = new String(body, offset, end, StandardCharsets.UTF_8).strip();
            message = text.isEmpty() ? null : text;
        }
        return new ErrorBody(
                code != null ? code : topCode,
                type != null ? type : topType,
                status != null ? status : topStatus,
                message == null ? null : ErrorBody.cut(message),
                reasons,
                retryDelay,
                resetAt);
    }

    private static @Nullable String firstNonBlank(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null && !text.isBlank()) {
                return text;
            }
        }
        return null;
    }

    private void root(JsonParser in) {
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonToken value = in.nextToken();
            switch (name) {
                case "error" -> error(in, value);
                case "response" -> response(in, value);
                case "errors" -> errors(in, value);
                case "error_msg" -> errorMsg = scalar(in, value);
                case "message" -> topMessage = textOrDetail(in, value);
                case "detail" -> detail = textOrDetail(in, value);
                case "type" -> topType = scalar(in, value);
                case "code" -> topCode = scalar(in, value);
                case "status" -> topStatus = scalar(in, value);
                default -> in.skipChildren();
            }
        }
    }

    private void response(JsonParser in, JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonToken inner = in.nextToken();
            if (name.equals("error")) {
                error(in, inner);
            } else {
                in.skipChildren();
            }
        }
    }

    private void error(JsonParser in, JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            errorText = scalar(in, value);
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonToken inner = in.nextToken();
            switch (name) {
                case "message" -> errorMessage = textOrDetail(in, inner);
                case "type" -> type = scalar(in, inner);
                case "code" -> code = scalar(in, inner);
                case "status" -> status = scalar(in, inner);
                case "details" -> details(in, inner);
                case "errors" -> errors(in, inner);
                case "metadata" -> metadata(in, inner);
                case "innererror", "inner_error" -> innerError(in, inner);
                default -> in.skipChildren();
            }
        }
    }

    private void innerError(JsonParser in, JsonToken value) {
        eachField(in, value, (name, inner) -> {
            if (name.equals("code")) {
                reason(scalar(in, inner));
            } else {
                in.skipChildren();
            }
        });
    }

    /** Google's legacy list, Cloudflare's list. */
    private void errors(JsonParser in, JsonToken value) {
        eachObject(in, value, (name, inner) -> {
            switch (name) {
                case "reason" -> reason(scalar(in, inner));
                case "message" -> topMessage = topMessage == null ? textOrDetail(in, inner) : skip(in, topMessage);
                case "code" -> topCode = topCode == null ? scalar(in, inner) : skip(in, topCode);
                default -> in.skipChildren();
            }
        });
    }

    /** The details of a google.rpc.Status: ErrorInfo, RetryInfo, QuotaFailure. */
    private void details(JsonParser in, JsonToken value) {
        eachObject(in, value, (name, inner) -> {
            switch (name) {
                case "reason" -> reason(scalar(in, inner));
                case "retryDelay" -> retryDelay = ProtoDuration.parse(scalar(in, inner));
                case "violations" -> violations(in, inner);
                default -> in.skipChildren();
            }
        });
    }

    private void violations(JsonParser in, JsonToken value) {
        eachObject(in, value, (name, inner) -> {
            if (name.equals("quotaId")) {
                reason(scalar(in, inner));
            } else {
                in.skipChildren();
            }
        });
    }

    /** What OpenRouter adds: the text of the provider behind it, its moderation reasons, the headers of the limit. */
    private void metadata(JsonParser in, JsonToken value) {
        eachField(in, value, (name, inner) -> {
            switch (name) {
                case "raw" -> raw = scalar(in, inner);
                case "reasons" -> {
                    while (inner == JsonToken.START_ARRAY && in.nextToken() != JsonToken.END_ARRAY) {
                        reason(scalar(in, in.currentToken()));
                    }
                }
                case "headers" ->
                    eachField(in, inner, (header, text) -> {
                        if (header.equalsIgnoreCase("x-ratelimit-reset")) {
                            resetAt = EpochTime.parse(scalar(in, text));
                        } else {
                            in.skipChildren();
                        }
                    });
                default -> in.skipChildren();
            }
        });
    }

    /** A text; of an object or array, the first {@code msg}, {@code message} or {@code detail} inside. */
    private static @Nullable String textOrDetail(JsonParser in, JsonToken value) {
        if (!value.isStructStart()) {
            return scalar(in, value);
        }
        String found = null;
        for (int depth = 1; depth > 0; ) {
            JsonToken token = in.nextToken();
            if (token == null) {
                return found;
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (found == null && token == JsonToken.VALUE_STRING && isTextField(in.currentName())) {
                found = in.getString();
            }
        }
        return found;
    }

    private static boolean isTextField(@Nullable String name) {
        return "msg".equals(name) || "message".equals(name) || "detail".equals(name) || "error".equals(name);
    }

    private static void eachObject(JsonParser in, JsonToken value, FieldReader fields) {
        if (value != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        for (JsonToken item = in.nextToken(); item != null && item != JsonToken.END_ARRAY; item = in.nextToken()) {
            eachField(in, item, fields);
        }
    }

    private static void eachField(JsonParser in, JsonToken value, FieldReader fields) {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            fields.read(name, in.nextToken());
        }
    }

    private static @Nullable String scalar(JsonParser in, @Nullable JsonToken value) {
        if (value == null || value.isStructStart()) {
            in.skipChildren();
            return null;
        }
        return value.isScalarValue() && value != JsonToken.VALUE_NULL ? in.getString() : null;
    }

    private static String skip(JsonParser in, String kept) {
        in.skipChildren();
        return kept;
    }

    private void reason(@Nullable String text) {
        if (text != null && reasons.size() < ErrorBody.MAX_REASONS) {
            reasons.add(ErrorBody.cut(text));
        }
    }

    private interface FieldReader {
        void read(String name, JsonToken value);
    }
}
