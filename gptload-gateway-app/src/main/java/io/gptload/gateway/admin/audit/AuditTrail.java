package io.gptload.gateway.admin.audit;

import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.AuditEntry;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.wire.Masking;
import io.gptload.gateway.web.ClientAddress;
import io.gptload.gateway.web.RequestIds;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Writes down what administrators do, whether over REST or on the pages, and who tried to get in. Nothing it is told may be
 * secret. What the database does not take is in the process log alone, and counted: no change fails for it. Thread-safe.
 */
@Component
public class AuditTrail implements MeterBinder {

    /** Somebody with a session of the pages. */
    public static final String SESSION = "session";

    /** Somebody with the administrator's key. */
    public static final String AUTH_KEY = "auth_key";

    /** Somebody who did not get in. */
    public static final String ANONYMOUS = "anonymous";

    private static final Logger LOG = LoggerFactory.getLogger("io.gptload.gateway.audit");
    private static final int MOST_NAMED = 3;

    private final JdbcStore store;
    private final LongAdder lost = new LongAdder();

    AuditTrail(JdbcStore store) {
        this.store = store;
    }

    /**
     * Notes what the request that this thread is at work on has done. Says nothing outside of requests: what goes on in the
     * background was asked for by one.
     *
     * @param action for instance {@code group.update}
     * @param group its name; empty for none
     * @param target what it was done to besides; empty for nothing
     * @param detail what was changed, without secrets
     */
    public void note(String action, String group, String target, String detail) {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes under) {
            HttpServletRequest request = under.getRequest();
            String actor = request.getUserPrincipal() != null ? SESSION : AUTH_KEY;
            String address = ClientAddress.of(request);
            LOG.info("{} by {} from {}: {} {} {}", action, actor, address, group, target, detail);
            write(actor, address, id(under.getResponse()), action, "ok", group, target, detail);
        }
    }

    /**
     * Notes that somebody tried to sign in.
     *
     * @param actor {@link #SESSION} or {@link #AUTH_KEY} for who got in, else {@link #ANONYMOUS}
     * @param outcome {@code ok}, or {@code refused}
     */
    public void login(String actor, String address, String outcome, String detail) {
        write(actor, address, "", "login", outcome, "", "", detail);
    }

    private void write(
            String actor,
            String address,
            String requestId,
            String action,
            String outcome,
            String group,
            String target,
            String detail) {
        try {
            store.audit()
                    .add(new AuditEntry(
                            store.options().time().instant(),
                            actor,
                            address,
                            requestId,
                            action,
                            outcome,
                            group,
                            target,
                            detail));
        } catch (DataAccessException e) {
            lost.increment();
            LOG.warn("What was done is in this log alone: {}", e.toString());
        }
    }

    private static String id(@Nullable HttpServletResponse response) {
        String id = response == null ? null : response.getHeader(RequestIds.HEADER);
        return id == null ? "" : id;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("gptload.audit.lost", lost, LongAdder::sum)
                .description("Entries of the audit log the database did not take")
                .register(registry);
    }

    /** As {@link #keys}. */
    public static String refs(Collection<KeyRef> keys) {
        return keys.size() > MOST_NAMED
                ? keys.size() + " keys"
                : keys.stream().map(KeyRef::masked).collect(Collectors.joining(", "));
    }

    /** Keys as they may be shown: masked if they are few, else their number. */
    public static String keys(Collection<String> secrets) {
        return secrets.size() > MOST_NAMED
                ? secrets.size() + " keys"
                : secrets.stream().map(Masking::mask).collect(Collectors.joining(", "));
    }
}
