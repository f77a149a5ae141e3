package io.gptload.spring.autoconfigure;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where Redis is, by a URL such as {@code rediss://user:password@host:6379/0}.
 *
 * @param user empty for the default user
 * @param password empty for none
 */
record RedisUrl(String host, int port, int database, String user, String password, boolean tls) {

    private static final int PORT = 6379;
    private static final String FORM = "Use redis://[user:password@]host[:port][/database], or rediss:// with TLS.";

    /** Reads it. @throws Refused saying what is wrong with it, without what may be secret */
    static RedisUrl parse(String text) throws Refused {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new Refused("it is not a URL of Redis", FORM + " Write %40 for an @ in a password, %2F for a slash.");
        }
        String scheme = uri.getScheme();
        if (!"redis".equals(scheme) && !"rediss".equals(scheme) || uri.getHost() == null) {
            throw new Refused("it is not a URL of Redis", FORM);
        }
        if (uri.getQuery() != null || uri.getFragment() != null) {
            throw new Refused(
                    "what follows the database is unknown: there are no options",
                    FORM
                            + " Sentinels and clusters are for spring.data.redis.*, other options for a UnifiedJedis bean.");
        }
        String path = uri.getPath();
        if (!path.matches("(/\\d{0,4})?")) {
            throw new Refused("its path is not the number of a database", FORM);
        }
        String login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = login.indexOf(':');
        return new RedisUrl(
                uri.getHost(),
                uri.getPort() < 0 ? PORT : uri.getPort(),
                path.length() > 1 ? Integer.parseInt(path.substring(1)) : 0,
                colon < 0 ? "" : decoded(login.substring(0, colon)),
                decoded(login.substring(colon + 1)),
                "rediss".equals(scheme));
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return (tls ? "rediss://" : "redis://") + host + ":" + port + "/" + database;
    }

    /** It cannot be used. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final String fix;

        Refused(String message, String fix) {
            super(message);
            this.fix = fix;
        }

        String fix() {
            return fix;
        }
    }
}
