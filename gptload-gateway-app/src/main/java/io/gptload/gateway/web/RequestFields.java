package io.gptload.gateway.web;

import org.jspecify.annotations.Nullable;

/** Checks what several requests have in common. */
public final class RequestFields {

    private RequestFields() {}

    /** The field {@code group_id} of a body. @throws ApiException 400 if it is missing or not above 0 */
    public static long groupId(@Nullable Long value) {
        if (value == null || value <= 0) {
            throw ApiException.invalidJson("group_id is required and must be an integer above 0");
        }
        return value;
    }

    /** The parameter {@code group_id}. @throws ApiException 400 if it is missing or no integer above 0 */
    public static long groupIdParameter(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ApiException.badRequest("validation.group_id_required");
        }
        return id(value, "validation.invalid_group_id_format");
    }

    /** An id of a path. @throws ApiException 400 with that message if it is no integer above 0 */
    public static long id(String value, String messageId) {
        try {
            long id = Long.parseLong(value);
            if (id > 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw ApiException.badRequest(messageId);
    }
}
