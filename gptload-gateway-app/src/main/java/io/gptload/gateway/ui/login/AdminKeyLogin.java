package io.gptload.gateway.ui.login;

import io.gptload.gateway.admin.audit.AuditTrail;
import io.gptload.gateway.admin.auth.AdminKeyCheck;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;

/** Lets in whoever knows the administrator's key. Each try is told to the log, without what was tried. Thread-safe. */
final class AdminKeyLogin implements AuthenticationProvider {

    private static final String ADMINISTRATOR = "administrator";

    private final AdminKeyCheck check;

    AdminKeyLogin(AdminKeyCheck check) {
        this.check = check;
    }

    @Override
    public Authentication authenticate(Authentication tried) {
        String address = String.valueOf(tried.getDetails());
        AdminKeyCheck.Verdict verdict =
                check.signIn(String.valueOf(tried.getCredentials()), address, AuditTrail.SESSION);
        if (verdict.waitSeconds() > 0) {
            throw new LockedException("too many wrong keys");
        }
        if (!verdict.right()) {
            throw new BadCredentialsException("not the administrator's key");
        }
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
