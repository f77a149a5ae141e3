package io.gptload.gateway.ui.login;

import io.gptload.gateway.web.ClientKeys;
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

    AdminKeyLogin(ClientKeys adminKey, LoginThrottle throttle) {
        this.adminKey = adminKey;
        this.throttle = throttle;
    }

    @Override
    public Authentication authenticate(Authentication tried) {
        String address = String.valueOf(tried.getDetails());
        Duration wait = throttle.wait(address);
        if (!wait.isZero()) {
            AUDIT.warn("Sign-in from {} not looked at, {} s to wait", address, wait.toSeconds() + 1);
            throw new LockedException("too many wrong keys");
        }
        if (!adminKey.contains(String.valueOf(tried.getCredentials()))) {
            AUDIT.warn("Sign-in from {} refused, {} wrong keys in a row", address, throttle.failed(address));
            throw new BadCredentialsException("not the administrator's key");
        }
        throttle.succeeded(address);
        AUDIT.info("Administrator signed in from {}", address);
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
