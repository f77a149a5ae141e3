package io.gptload.gateway.config;

/**
 * A network address.
 *
 * @param host name or address, an IPv6 one without brackets
 */
public record HostPort(String host, int port) {

    /**
     * Reads {@code host}, {@code host:port}, {@code [v6]} or {@code [v6]:port}.
     *
     * @throws DsnException if the port is none
     */
    static HostPort parse(String address, String defaultHost, int defaultPort) {
        int bracket = address.lastIndexOf(']');
        int colon = address.lastIndexOf(':');
        boolean bareV6 = bracket < 0 && colon != address.indexOf(':');
        boolean hasPort = colon > bracket && !bareV6;
        String host = hasPort ? address.substring(0, colon) : address;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String port = hasPort ? address.substring(colon + 1) : "";
        return new HostPort(host.isEmpty() ? defaultHost : host, port.isEmpty() ? defaultPort : port(port));
    }

    private static int port(String text) {
        if (text.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= 65535) {
                return port;
            }
        }
        throw new DsnException(
                "the port is not a number from 1 to 65535; in a URL a password's / ? # @ must be percent-encoded");
    }

    /** Ready to be put in a URL. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
