package io.gptload.client.policy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an attempt ended in. It decides who may be blamed and, unless a rule says otherwise, what happens next. */
public enum Category {
    /** Served. Blames nobody; resets the strikes of the key. */
    SUCCESS(Retry.NONE, Scope.NONE),
    /** The request cannot work with any key. Relayed verbatim. */
    CLIENT_ERROR(Retry.NONE, Scope.REQUEST, Scope.NONE),
    /** The credential was refused: a strike, or invalid at once when the marker is definite. */
    KEY_REJECTED(Retry.ROTATE, Scope.KEY, Scope.ACCOUNT),
    /** The credential is good, but not for this. A long cooldown. */
    NOT_PERMITTED(Retry.ROTATE, Scope.KEY_MODEL, Scope.ACCOUNT_MODEL, Scope.KEY, Scope.ACCOUNT, Scope.EGRESS),
    /** Too fast; over in seconds or minutes. A cooldown, never a strike. */
    RATE_LIMITED(Retry.ROTATE, Scope.KEY, Scope.KEY_MODEL, Scope.ACCOUNT, Scope.ACCOUNT_MODEL, Scope.EGRESS),
    /** A daily or monthly allowance or the money is used up. A long cooldown, never a strike. */
    QUOTA_EXHAUSTED(Retry.ROTATE, Scope.ACCOUNT, Scope.ACCOUNT_MODEL, Scope.KEY, Scope.KEY_MODEL),
    /** The other side failed, or the way to it. Counts for its circuit breaker, never against a key. */
    UPSTREAM_ERROR(Retry.RETRY, Scope.UPSTREAM, Scope.EGRESS, Scope.NONE),
    /** The caller went away. Blames nobody. */
    CANCELLED(Retry.NONE, Scope.NONE);

    private final Retry defaultRetry;
    private final Scope defaultScope;
    private final Set<Scope> scopes;
    private final String id = name().toLowerCase(Locale.ROOT);

    Category(Retry defaultRetry, Scope defaultScope, Scope... others) {
        this.defaultRetry = defaultRetry;
        this.defaultScope = defaultScope;
        this.scopes = EnumSet.of(defaultScope, others);
    }

    /** The name used in rules, logs and metrics, for instance {@code key_rejected}. */
    public String id() {
        return id;
    }

    /** What follows when a rule does not say. */
    public Retry defaultRetry() {
        return defaultRetry;
    }

    /** Who is blamed when a rule does not say. */
    public Scope defaultScope() {
        return defaultScope;
    }

    /** The category of that id, if there is one. Ids are case-sensitive. */
    public static Optional<Category> ofId(String id) {
        return Arrays.stream(values())
                .filter(category -> category.id.equals(id))
                .findFirst();
    }

    boolean allows(Scope scope) {
        return scopes.contains(scope);
    }

    /** The scopes a rule of this category may blame, for messages. */
    String allowedScopes() {
        return Ids.list(scopes, Scope::id);
    }

    /** Another attempt makes sense only when somebody other than the request or the caller was at fault. */
    boolean allows(Retry retry) {
        return retry == Retry.NONE || defaultRetry != Retry.NONE;
    }

    boolean allowsCooldown() {
        return defaultRetry != Retry.NONE;
    }

    @Override
    public String toString() {
        return id;
    }
}
