package io.gptload.client.store.jdbc;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Throws a connection away that could not get the lock. The driver believes it is within a transaction when the statement
 * that begins one fails; whatever came next on that connection would be committed piece by piece.
 */
final class SqliteEviction implements SQLExceptionOverride {

    private static final int BUSY = 5;
    private static final int LOCKED = 6;

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        int code = failure.getErrorCode() & 0xff;
        return code == BUSY || code == LOCKED ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
