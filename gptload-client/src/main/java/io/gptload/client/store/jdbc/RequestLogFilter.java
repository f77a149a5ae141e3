package io.gptload.client.store.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which log rows are asked for; {@code null} for any, and all conditions must hold. Not thread-safe while it is built.
 */
public final class RequestLogFilter {

    private final List<Like> likes = new ArrayList<>();
    private List<String> keyHashes = List.of();
    private @Nullable Boolean success;
    private @Nullable String requestType;
    private @Nullable Integer statusCode;
    private @Nullable String sourceIp;
    private @Nullable Long clientId;
    private @Nullable Instant from;
    private @Nullable Instant to;

    /** All rows. */
    public static RequestLogFilter all() {
        return new RequestLogFilter();
    }

    /** The group's name contains the text, taken literally; case counts as the database sees it. */
    public RequestLogFilter groupName(@Nullable String text) {
        return like("group_name", text);
    }

    /** The aggregate's name contains the text. */
    public RequestLogFilter parentGroupName(@Nullable String text) {
        return like("parent_group_name", text);
    }

    /** The model contains the text. */
    public RequestLogFilter model(@Nullable String text) {
        return like("model", text);
    }

    /** The error message contains the text. */
    public RequestLogFilter errorContains(@Nullable String text) {
        return like("error_message", text);
    }

    private RequestLogFilter like(String column, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            likes.add(new Like(column, text));
        }
        return this;
    }

    /** The attempt was made with the key that has one of these hashes; none for any key. */
    public RequestLogFilter keyHashes(List<String> hashes) {
        keyHashes = List.copyOf(hashes);
        return this;
    }

    /** It was a success, or was none. */
    public RequestLogFilter success(@Nullable Boolean value) {
        success = value;
        return this;
    }

    /** {@code final} or {@code retry}. */
    public RequestLogFilter requestType(@Nullable String value) {
        requestType = value;
        return this;
    }

    /** Exactly that status. */
    public RequestLogFilter statusCode(@Nullable Integer value) {
        statusCode = value;
        return this;
    }

    /** Exactly that address. */
    public RequestLogFilter sourceIp(@Nullable String value) {
        sourceIp = value;
        return this;
    }

    /** The call was one of the client key of that id. */
    public RequestLogFilter clientId(@Nullable Long value) {
        clientId = value;
        return this;
    }

    /** At or after that instant, to the millisecond. */
    public RequestLogFilter from(@Nullable Instant value) {
        from = value;
        return this;
    }

    /** At or before that instant, to the millisecond. */
    public RequestLogFilter to(@Nullable Instant value) {
        to = value;
        return this;
    }

    String where(Dialect dialect) {
        List<String> conditions = new ArrayList<>();
        likes.forEach(like -> conditions.add(like.column + " LIKE :" + like.column + " ESCAPE '!'"));
        if (!keyHashes.isEmpty()) {
            conditions.add("key_hash IN (:key_hashes)");
        }
        addEqual(conditions, "is_success", success);
        addEqual(conditions, "request_type", requestType);
        addEqual(conditions, "status_code", statusCode);
        addEqual(conditions, "source_ip", sourceIp);
        if (clientId != null) {
            conditions.add("id IN (SELECT log_id FROM gptload_client_calls WHERE client_id = :client_id)");
        }
        if (from != null) {
            conditions.add(dialect.notBefore("timestamp", "from"));
        }
        if (to != null) {
            conditions.add(dialect.before("timestamp", "to"));
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private static void addEqual(List<String> conditions, String column, @Nullable Object value) {
        if (value != null) {
            conditions.add(column + " = :" + column);
        }
    }

    JdbcClient.StatementSpec bind(Dialect dialect, JdbcClient.StatementSpec statement) {
        likes.forEach(like -> statement.param(like.column, Rows.contains(like.text)));
        statement.param("key_hashes", keyHashes);
        statement.param("is_success", success);
        statement.param("request_type", requestType);
        statement.param("status_code", statusCode);
        statement.param("source_ip", sourceIp);
        statement.param("client_id", clientId);
        if (from != null) {
            dialect.bindBound(statement::param, "from", from);
        }
        if (to != null) {
            dialect.bindBound(statement::param, "to", to.plusMillis(1)); // "before" leaves its bound out
        }
        return statement;
    }

    private record Like(String column, String text) {}
}
