package io.gptload.gateway.admin.clientkey;

import io.gptload.client.store.jdbc.ClientKeyRow;
import io.gptload.gateway.clientkey.ClientToken;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client key is to become, while it is put together. Not thread-safe. */
final class ClientKeyDraft {

    private final ClientKeyRow before;
    String name;
    String note;
    boolean enabled;

    @Nullable
    Instant expiresAt;

    List<Long> groupIds;
    List<String> models;
    int requestsPerMinute;
    long dailyRequests;
    long dailyTokens;

    ClientKeyDraft(ClientKeyRow before) {
        this.before = before;
        this.name = before.name();
        this.note = before.note();
        this.enabled = before.enabled();
        this.expiresAt = before.expiresAt();
        this.groupIds = before.groupIds();
        this.models = before.models();
        this.requestsPerMinute = before.requestsPerMinute();
        this.dailyRequests = before.dailyRequests();
        this.dailyTokens = before.dailyTokens();
    }

    /** One that allows everything, without a name. */
    static ClientKeyRow blank() {
        Instant never = Instant.EPOCH;
        return new ClientKeyRow(0, "", "", "", "", true, null, List.of(), List.of(), 0, 0, 0, null, never, never, 0);
    }

    /** @param version the version it was before, as far as whoever edits it knows */
    ClientKeyRow row(long version) {
        return row(before.hash(), before.tail(), version);
    }

    /** A new one. */
    ClientKeyRow row(ClientToken token) {
        return row(token.hash(), token.tail(), 0);
    }

    private ClientKeyRow row(String hash, String tail, long version) {
        return new ClientKeyRow(
                before.id(),
                name,
                note,
                hash,
                tail,
                enabled,
                expiresAt,
                groupIds,
                models,
                requestsPerMinute,
                dailyRequests,
                dailyTokens,
                before.lastUsedAt(),
                before.createdAt(),
                before.updatedAt(),
                version);
    }
}
