package io.gptload.gateway.admin.auth;

import io.gptload.gateway.admin.audit.AuditTrail;
import io.gptload.gateway.config.GatewaySettings;
import io.gptload.gateway.web.ClientKeys;
import io.gptload.gateway.web.LoginThrottle;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Says whether a key is the administrator's, and makes those wait who keep giving wrong ones, wherever they try: at the page,
 * at the login of the API, or in the header of a call. Who waits is not told whether a key is right. Thread-safe.
 */
@Component
public class AdminKeyCheck {

    private static final Logger LOG = LoggerFactory.getLogger("io.gptload.gateway.audit");

    private final ClientKeys adminKey;
    private final LoginThrottle throttle;
    private final AuditTrail trail;

    AdminKeyCheck(GatewaySettings settings, LoginThrottle throttle, AuditTrail trail) {
        this.adminKey = ClientKeys.of(List.of(settings.authKey().value()));
        this.throttle = throttle;
        this.trail = trail;
    }

    /**
     * What came of it.
     *
     * @param right whether it is the administrator's key; {@code false} for whoever has to wait
     * @param waitSeconds how long until a key is looked at again; 0 if this one was
     */
    public record Verdict(boolean right, long waitSeconds) {}

    /** Somebody signs in. @param actor how the audit log calls whoever gets in */
    public Verdict signIn(String key, String address, String actor) {
        Duration wait = throttle.wait(address);
        if (!wait.isZero()) {
            LOG.warn("Sign-in from {} not looked at, {} s to wait", address, seconds(wait));
            trail.login(AuditTrail.ANONYMOUS, address, "refused", "not looked at, too many wrong keys");
            return new Verdict(false, seconds(wait));
        }
        if (!adminKey.contains(key)) {
            return wrong("Sign-in", "wrong key", address);
        }
        throttle.succeeded(address);
        LOG.info("Administrator signed in from {}", address);
        trail.login(actor, address, "ok", "");
        return new Verdict(true, 0);
    }

    /**
     * A call brings a key along. Where right keys came from lately they go on being taken, and a wrong key that is repeated
     * counts once, so that a program or a browser with an old key does not shut out the others of its address.
     *
     * @param key empty for none, which is no try
     */
    Verdict call(String key, String address) {
        boolean right = adminKey.contains(key);
        Duration wait = throttle.wait(address);
        if (!wait.isZero() && !(right && throttle.isKnown(address))) {
            return new Verdict(false, seconds(wait));
        }
        if (right) {
            throttle.succeeded(address);
            return new Verdict(true, 0);
        }
        return key.isEmpty() || !throttle.isAnother(address, key)
                ? new Verdict(false, 0)
                : wrong("Call", "wrong key of a call", address);
    }

    private Verdict wrong(String what, String detail, String address) {
        int inARow = throttle.failed(address);
        LOG.warn("{} from {} refused, {} wrong keys in a row", what, address, inARow);
        trail.login(AuditTrail.ANONYMOUS, address, "refused", detail + ", " + inARow + " in a row");
        return new Verdict(false, 0);
    }

    private static long seconds(Duration wait) {
        return wait.toSeconds() + 1;
    }
}
