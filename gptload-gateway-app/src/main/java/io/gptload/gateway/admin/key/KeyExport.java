package io.gptload.gateway.admin.key;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.KeyRow;
import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.gateway.admin.PendingWrites;
import io.gptload.gateway.admin.audit.AuditTrail;
import io.gptload.gateway.web.ApiException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/** The keys of a group in clear, one a line, as a file. Thread-safe. */
@Component
public class KeyExport {

    /** Asks for the keys of every status. */
    public static final String ALL = "all";

    private final JdbcStore store;
    private final PendingWrites pending;
    private final AuditTrail audit;

    KeyExport(JdbcStore store, PendingWrites pending, AuditTrail audit) {
        this.audit = audit;
        this.store = store;
        this.pending = pending;
    }

    /**
     * Sends them; those that cannot be decrypted are left out.
     *
     * @param which a status, or {@link #ALL}
     * @throws ApiException 400 if it is neither
     */
    public void send(GroupRow group, String which, HttpServletResponse response) throws IOException {
        KeyFilter all = KeyFilter.ofGroup(group.id());
        KeyFilter filter = which.equals(ALL) ? all : all.withStatus(status(which));
        pending.write();
        audit.note("keys.export", group.name(), "", which);
        response.setContentType("text/plain; charset=utf-8");
        response.setHeader("Content-Disposition", "attachment; filename=keys-" + group.name() + "-" + which + ".txt");
        Writer out = response.getWriter();
        try {
            store.keys().forEach(filter, row -> write(row, out));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static KeyStatus status(String text) {
        return Arrays.stream(KeyStatus.values())
                .filter(status -> status.id().equals(text))
                .findFirst()
                .orElseThrow(() -> ApiException.validation("validation.invalid_status_value"));
    }

    private void write(KeyRow row, Writer out) {
        String revealed = row.reveal(store.options().cipher());
        if (revealed != null) {
            try {
                out.write(revealed);
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
