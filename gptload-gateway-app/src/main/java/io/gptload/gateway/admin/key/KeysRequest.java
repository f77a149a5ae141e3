package io.gptload.gateway.admin.key;

import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.RequestFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group and some keys as text. */
record KeysRequest(@Nullable Long groupId, @Nullable String keysText) {

    private static final int MOST = 5000;

    /** @throws ApiException 400 if it is missing or not above 0 */
    long group() {
        return RequestFields.groupId(groupId);
    }

    /** @throws ApiException 400 if it is missing or blank */
    String text() {
        if (keysText == null || keysText.isEmpty()) {
            throw ApiException.invalidJson("invalid_json.no_keys_text");
        }
        if (keysText.isBlank()) {
            throw ApiException.validation("validation.keys_text_empty");
        }
        return keysText;
    }

    /** The keys, few enough to be handled at once. @throws ApiException 400 if there are none, or too many */
    List<String> keys() {
        KeyText parsed = KeyText.of(text());
        if (parsed.count() == 0) {
            throw ApiException.validation("key.none_in_text");
        }
        if (parsed.count() > MOST) {
            throw ApiException.validation("key.too_many", parsed.count(), MOST);
        }
        return parsed.toList();
    }

    /** The group alone: keys are secret. */
    @Override
    public String toString() {
        return "KeysRequest[" + groupId + "]";
    }
}
