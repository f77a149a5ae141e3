package io.gptload.gateway.proxy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Headers that concern one connection only and are not passed on (RFC 9110, section 7.6.1). */
final class HopByHop {

    private static final String[] ALWAYS = {
        "connection",
        "keep-alive",
        "proxy-connection",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade"
    };
    private static final HopByHop ONLY_THOSE = new HopByHop(new String[0]);

    private final String[] named;

    private HopByHop(String[] named) {
        this.named = named;
    }

    /** @param connection the {@code Connection} header, which may name more of them */
    static HopByHop of(@Nullable String connection) {
        if (connection == null || connection.equalsIgnoreCase("keep-alive") || connection.equalsIgnoreCase("close")) {
            return ONLY_THOSE;
        }
        return new HopByHop(
                Arrays.stream(connection.split(",")).map(String::strip).toArray(String[]::new));
    }

    boolean contains(String name) {
        return isAmong(ALWAYS, name) || isAmong(named, name);
    }

    private static boolean isAmong(String[] names, String name) {
        for (String each : names) {
            if (each.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
