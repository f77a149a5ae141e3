package io.gptload.gateway.ui.login;

import io.gptload.gateway.admin.audit.AuditTrail;
import io.gptload.gateway.web.ClientKeys;
import io.gptload.gateway.web.LoginThrottle;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;

/** Lets in whoever knows the administrator's key. Each try is told to the log, without what was tried. Thread-safe. */
final class AdminKeyLogin implements AuthenticationProvider {

    private static final Logger AUDIT = LoggerFactory.getLogger("io.gptload.gateway.audit");
    private static final String ADMINISTRATOR = "administrator";

    private final ClientKeys adminKey;
    private final LoginThrottle throttle;
    private final AuditTrail trail;

    AdminKeyLogin(ClientKeys adminKey, LoginThrottle throttle, AuditTrail trail) {
        this.trail = trail;
        this.adminKey = adminKey;
        this.throttle = throttle;
    }

    @Override
    public Authentication authenticate(Authentication tried) {
        String address = String.valueOf(tried.getDetails());
        Duration wait = throttle.wait(address);
        if (!wait.isZero()) {
            AUDIT.warn("Sign-in from {} not looked at, {} s to wait", address, wait.toSeconds() + 1);
            trail.login(AuditTrail.ANONYMOUS, address, "refused", "not looked at, too many wrong keys");
            throw new LockedException("too many wrong keys");
        }
        if (!adminKey.contains(String.valueOf(tried.getCredentials()))) {
            int inARow = throttle.failed(address);
            AUDIT.warn("Sign-in from {} refused, {} wrong keys in a row", address, inARow);
            trail.login(AuditTrail.ANONYMOUS, address, "refused", "wrong key, " + inARow + " in a row");
            throw new BadCredentialsException("not the administrator's key");
        }
        throttle.succeeded(address);
        AUDIT.info("Administrator signed in from {}", address);
        trail.login(AuditTrail.SESSION, address, "ok", "");
        UsernamePasswordAuthenticationToken admin =
                UsernamePasswordAuthenticationToken.authenticated(ADMINISTRATOR, null, AuthorityUtils.NO_AUTHORITIES);
        admin.setDetails(address);
        return admin;
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
