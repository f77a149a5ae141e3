package io.gptload.gateway.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code [user[:password]@][tcp[(host[:port])]]/database[?options]}. The last slash ends the address, the last at sign before
 * it the credentials, the first colon the user; user and password are taken as they are.
 */
final class MySqlDsnParser {

    private static final int PORT = 3306;

    private MySqlDsnParser() {}

    static DatabaseDsn.MySql parse(String dsn) {
        int slash = dsn.lastIndexOf('/');
        if (slash < 0) {
            throw new DsnException("the slash before the database name is missing");
        }
        String left = dsn.substring(0, slash);
        String right = dsn.substring(slash + 1);
        int at = left.lastIndexOf('@');
        String credentials = at < 0 ? "" : left.substring(0, at);
        HostPort address = address(left.substring(at + 1));
        DatabaseDsn.MySql parsed = new DatabaseDsn.MySql(
                DsnUrl.before(credentials, ':'),
                new Secret(DsnUrl.after(credentials, ':')),
                address.host(),
                address.port(),
                DsnUrl.decode(DsnUrl.before(right, '?')),
                options(DsnUrl.after(right, '?')));
        parsed.jdbc();
        return parsed;
    }

    private static HostPort address(String text) {
        int open = text.indexOf('(');
        String network = open < 0 ? text : text.substring(0, open);
        if (!network.isEmpty() && !network.equals("tcp")) {
            throw new DsnException("only tcp(host:port) addresses are supported");
        }
        if (open < 0) {
            return new HostPort("127.0.0.1", PORT);
        }
        if (!text.endsWith(")")) {
            throw new DsnException(
                    text.indexOf(')') > 0
                            ? "a '/' in an option must be written %2F, as in loc=Asia%2FShanghai"
                            : "the bracket after the address is missing");
        }
        return HostPort.parse(text.substring(open + 1, text.length() - 1), "127.0.0.1", PORT);
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : query.split("&")) {
            if (option.indexOf('=') >= 0) {
                options.put(
                        DsnUrl.before(option, '='),
                        DsnUrl.decode(DsnUrl.after(option, '=').replace('+', ' ')));
            }
        }
        return options;
    }
}
