package io.gptload.client.store.jdbc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code request_logs}: one attempt. Texts are empty when there is nothing to say; too long ones are cut when they
 * are written.
 *
 * @param id up to 36 characters; empty to be given one that sorts by time
 * @param timestamp when the attempt ended
 * @param groupId the group whose key was used
 * @param parentGroupId the aggregate the request came through; 0 for none
 * @param key as it is stored; none when no key was chosen
 * @param keyHash what the key is found by; empty for none
 * @param success no error and a status below 400
 * @param statusCode the upstream's, or 499, 500, 503 when there was none
 * @param durationMillis since the request came in; 0 or more
 * @param requestType {@code final} or {@code retry}
 * @param requestBody only when bodies are logged
 */
public record RequestLogRow(
        String id,
        Instant timestamp,
        long groupId,
        String groupName,
        long parentGroupId,
        String parentGroupName,
        StoredKey key,
        String keyHash,
        String model,
        boolean success,
        String sourceIp,
        int statusCode,
        String requestPath,
        long durationMillis,
        String errorMessage,
        String userAgent,
        String requestType,
        String upstreamAddr,
        boolean stream,
        String requestBody) {

    /** The request type of an attempt that was the call's last. */
    public static final String FINAL = "final";

    /** The request type of an attempt that was followed by another. */
    public static final String RETRY = "retry";

    private static final int CALL_LENGTH = 32;
    private static final int ID_LENGTH = 36;
    private static final int VERSION_AT = 14;
    private static final int NUMBERS = 0x10000;

    /** The id of the nth row of a call. @param call of {@link RequestLogWriter#newCall()} @param number 0 to 65,535 */
    public static String idOf(String call, int number) {
        return call.substring(0, CALL_LENGTH)
                + Integer.toHexString(NUMBERS | number).substring(1);
    }

    /** What the ids of all rows of the call begin with that a row is of; the whole id if it does not say. */
    static String callOf(String id) {
        boolean ours = id.length() == ID_LENGTH && id.charAt(VERSION_AT) == '7';
        return ours ? id.substring(0, CALL_LENGTH) : id;
    }

    /** The key itself, empty for none, or {@code null} when it cannot be decrypted. */
    public @Nullable String reveal(KeyCipher cipher) {
        return key.reveal(cipher, keyHash);
    }

    /** The same with an id, a key and its hash. */
    RequestLogRow with(String newId, StoredKey newKey, String newHash) {
        return new RequestLogRow(
                newId,
                timestamp,
                groupId,
                groupName,
                parentGroupId,
                parentGroupName,
                newKey,
                newHash,
                model,
                success,
                sourceIp,
                statusCode,
                requestPath,
                durationMillis,
                errorMessage,
                userAgent,
                requestType,
                upstreamAddr,
                stream,
                requestBody);
    }

    /** About how many bytes it holds in memory. */
    long weight() {
        return 500L
                + 2L
                        * (model.length()
                                + requestPath.length()
                                + errorMessage.length()
                                + userAgent.length()
                                + upstreamAddr.length()
                                + requestBody.length());
    }

    /** What it is about; bodies, paths and messages may hold secrets. */
    @Override
    public String toString() {
        return "RequestLogRow[" + id + " " + timestamp + " " + groupName + " " + statusCode + " " + requestType + "]";
    }
}
