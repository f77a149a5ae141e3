package io.gptload.spring.http;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which group the requests for a host go through. Thread-safe. */
public final class HostRoutes {

    private final GptLoad engine;
    private volatile Map<String, String> groups = Map.of();

    /** No routes yet. */
    public HostRoutes(GptLoad engine) {
        this.engine = engine;
    }

    /**
     * Replaces all routes.
     *
     * @param groupByHost names of groups by host; a host may have a port, and then is for that port only
     */
    public void replace(Map<String, String> groupByHost) {
        Map<String, String> routes = new HashMap<>();
        groupByHost.forEach((host, group) -> routes.put(host.toLowerCase(Locale.ROOT), group));
        groups = Map.copyOf(routes);
    }

    /** The group for that URL, or {@code null} if it is nobody's. A group that is not defined is passed over. */
    public @Nullable Group find(URI url) {
        String host = url.getHost();
        return host == null ? null : find(url.getScheme(), host, url.getPort());
    }

    /**
     * The group for that host, or {@code null} if it is nobody's.
     *
     * @param port below 0 for the scheme's own
     */
    @Nullable
    Group find(@Nullable String scheme, String host, int port) {
        Map<String, String> routes = groups;
        if (routes.isEmpty()) {
            return null;
        }
        String name = host.toLowerCase(Locale.ROOT);
        int actual = port >= 0 ? port : "http".equalsIgnoreCase(scheme) ? 80 : 443;
        String group = routes.get(name + ":" + actual);
        if (group == null) {
            group = routes.get(name);
        }
        return group == null ? null : engine.findGroup(group);
    }
}
