package io.gptload.gateway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The hosts of {@code NO_PROXY}: names with their subdomains, {@code .domain}, addresses, ranges, each with a port or without. */
final class NoProxy {

    private final List<Rule> rules = new ArrayList<>();

    NoProxy(String list) {
        for (String element : list.split(",")) {
            Rule rule = rule(element.strip().toLowerCase(Locale.ROOT));
            if (rule != null) {
                rules.add(rule);
            }
        }
    }

    /** Whether {@code host} is to be reached directly. */
    boolean covers(String host, int port) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        IpAddress address = IpAddress.parse(name);
        return name.equals("localhost")
                || address != null && address.isLoopback()
                || rules.stream().anyMatch(rule -> rule.matches(name, address, port));
    }

    private static @Nullable Rule rule(String element) {
        if (element.isEmpty()) {
            return null;
        }
        if (element.equals("*")) {
            return (host, address, port) -> true;
        }
        IpAddress.Range range = IpAddress.Range.parse(element);
        if (range != null) {
            return (host, address, port) -> address != null && range.contains(address);
        }
        int colon = element.lastIndexOf(':');
        boolean hasPort =
                colon > element.lastIndexOf(']') && (colon == element.indexOf(':') || element.charAt(colon - 1) == ']');
        String wantedPort = hasPort ? element.substring(colon + 1) : "";
        String host = unbracketed(hasPort ? element.substring(0, colon) : element);
        IpAddress wanted = IpAddress.parse(host);
        if (wanted != null) {
            return (name, address, port) -> wanted.equals(address) && portMatches(wantedPort, port);
        }
        return host.isEmpty() ? null : domain(host.startsWith("*.") ? host.substring(1) : host, wantedPort);
    }

    private static Rule domain(String domain, String wantedPort) {
        String suffix = domain.startsWith(".") ? domain : "." + domain;
        return (host, address, port) -> (host.endsWith(suffix) || host.equals(domain)) && portMatches(wantedPort, port);
    }

    private static boolean portMatches(String wanted, int port) {
        return wanted.isEmpty() || wanted.equals(String.valueOf(port));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private interface Rule {

        boolean matches(String host, @Nullable IpAddress address, int port);
    }
}
