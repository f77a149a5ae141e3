package io.gptload.gateway.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gptload.client.event.KeyRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes those wait who give wrong keys: after {@value #FREE} in a row from one address the next may come in five seconds,
 * then ten, and so on up to a quarter of an hour. Thread-safe.
 */
public final class LoginThrottle {

    /** How many wrong keys in a row cost nothing. */
    public static final int FREE = 5;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration KNOWN = Duration.ofHours(1);
    private static final int MOST_ADDRESSES = 10_000;
    private static final int MOST_DOUBLINGS = 10;

    private final Cache<String, Failures> byAddress = Caffeine.newBuilder()
            .maximumSize(MOST_ADDRESSES)
            .expireAfterWrite(LONGEST_WAIT.multipliedBy(2))
            .build();
    private final Cache<String, Boolean> known = Caffeine.newBuilder()
            .maximumSize(MOST_ADDRESSES)
            .expireAfterAccess(KNOWN)
            .build();
    private final Cache<String, Set<String>> tried = Caffeine.newBuilder()
            .maximumSize(MOST_ADDRESSES)
            .expireAfterAccess(LONGEST_WAIT.multipliedBy(2))
            .build();
    private final InstantSource time;

    private record Failures(int count, Instant until) {}

    /** @param time the wall clock */
    public LoginThrottle(InstantSource time) {
        this.time = time;
    }

    /** How long nobody may sign in from there; zero if somebody may. */
    public Duration wait(String address) {
        Failures known = byAddress.getIfPresent(address);
        Duration left = known == null ? Duration.ZERO : Duration.between(time.instant(), known.until);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** A wrong key came from there. @return how many in a row by now */
    public int failed(String address) {
        return byAddress.asMap().merge(address, failures(1), (known, one) -> failures(known.count + 1)).count;
    }

    /**
     * Whether this wrong key is another than those that came from there before. Programs that were not told of a new key repeat
     * the old one, often several times at once; that is no guessing. Keys are remembered by hash until the right one comes.
     */
    public boolean isAnother(String address, String wrongKey) {
        return tried.asMap()
                .computeIfAbsent(address, first -> ConcurrentHashMap.newKeySet())
                .add(KeyRef.of(wrongKey).hash());
    }

    private Failures failures(int count) {
        if (count < FREE) {
            return new Failures(count, Instant.EPOCH);
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(count - FREE, MOST_DOUBLINGS));
        return new Failures(count, time.instant().plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait));
    }

    /** The right key came from there. */
    public void succeeded(String address) {
        byAddress.invalidate(address);
        tried.invalidate(address);
        if (known.getIfPresent(address) == null) {
            known.put(address, true);
        }
    }

    /** Whether the right key came from there within the last hour. */
    public boolean isKnown(String address) {
        return known.getIfPresent(address) != null;
    }
}
