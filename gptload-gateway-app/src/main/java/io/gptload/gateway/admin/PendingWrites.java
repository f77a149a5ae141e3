package io.gptload.gateway.admin;

import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.client.store.jdbc.RequestLogWriter;
import org.springframework.stereotype.Component;

/** What the proxy noted and the database has yet to be told, so that whoever reads sees what was just proxied. */
@Component
public class PendingWrites {

    private final KeyStateWriter states;
    private final RequestLogWriter log;

    PendingWrites(KeyStateWriter states, RequestLogWriter log) {
        this.states = states;
        this.log = log;
    }

    /** Writes it now; what the database does not take now is tried again later. */
    public void write() {
        states.flush();
        log.flush();
    }
}
