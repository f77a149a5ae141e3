package io.gptload.gateway.config;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Says to MySQL Connector/J what a Go connection string says, defaults included: UTC, no TLS. */
final class MySqlJdbc {

    private final Map<String, String> properties = new TreeMap<>();
    private final List<String> sessionVariables = new ArrayList<>();

    private MySqlJdbc() {
        properties.put("sslMode", "DISABLED");
        properties.put("allowPublicKeyRetrieval", "true");
        properties.put("connectionTimeZone", "UTC");
        properties.put("forceConnectionTimeZoneToSession", "false");
        properties.put("preserveInstants", "true");
    }

    static JdbcTarget of(DatabaseDsn.MySql dsn) {
        MySqlJdbc jdbc = new MySqlJdbc();
        dsn.options().forEach(jdbc::option);
        if (!jdbc.sessionVariables.isEmpty()) {
            jdbc.properties.put("sessionVariables", String.join(",", jdbc.sessionVariables));
        }
        String url = "jdbc:mysql://" + new HostPort(dsn.host(), dsn.port()) + "/" + encode(dsn.database());
        return new JdbcTarget(url, dsn.user(), dsn.password(), jdbc.properties, List.of());
    }

    private void option(String name, String value) {
        switch (name) {
            case "tls" -> properties.put("sslMode", sslMode(value));
            case "loc" -> properties.put("connectionTimeZone", zone(value).getId());
            case "charset" -> properties.put("characterEncoding", encoding(DsnUrl.before(value, ',')));
            case "collation" -> properties.put("connectionCollation", value);
            case "timeout" -> duration(name, value, "connectTimeout");
            case "readTimeout" -> duration(name, value, "socketTimeout");
            case "writeTimeout", "timeTruncate" -> GoDuration.parse(name, value);
            case "maxAllowedPacket" -> maxAllowedPacket(value);
            case "connectionAttributes" -> properties.put("connectionAttributes", value);
            case "multiStatements" -> properties.put("allowMultiQueries", String.valueOf(flag(name, value)));
            case "compress" -> properties.put("useCompression", String.valueOf(flag(name, value)));
            case "serverPubKey" -> throw new DsnException("option serverPubKey names a key that nobody registered");
            case "parseTime",
                    "clientFoundRows", // the store counts the rows it finds, changed or not
                    "interpolateParams",
                    "rejectReadOnly",
                    "checkConnLiveness",
                    "columnsWithAlias",
                    "allowAllFiles",
                    "allowNativePasswords",
                    "allowCleartextPasswords",
                    "allowOldPasswords",
                    "allowFallbackToPlaintext" -> flag(name, value);
            default -> sessionVariables.add(name + "=" + value);
        }
    }

    private void duration(String name, String value, String property) {
        properties.put(property, String.valueOf(GoDuration.parse(name, value).toMillis()));
    }

    private void maxAllowedPacket(String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw new DsnException("option maxAllowedPacket is not a number of bytes");
        }
        if (!value.matches("0+")) {
            properties.put("maxAllowedPacket", value);
        }
    }

    private static String sslMode(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> "VERIFY_IDENTITY";
            case "false", "0", "" -> "DISABLED";
            case "skip-verify" -> "REQUIRED";
            case "preferred" -> "PREFERRED";
            default -> throw new DsnException("option tls must be true, false, skip-verify or preferred");
        };
    }

    /** What the option {@code loc} names; UTC if it is empty. */
    static ZoneId zone(String value) {
        if (value.equals("Local")) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(value.isEmpty() ? "UTC" : value);
        } catch (DateTimeException unknown) {
            throw new DsnException("option loc is not a time zone such as Local, UTC or Asia%2FShanghai");
        }
    }

    private static String encoding(String charset) {
        return switch (charset.toLowerCase(Locale.ROOT)) {
            case "utf8mb4", "utf8mb3", "utf8" -> "UTF-8";
            case "latin1" -> "windows-1252";
            case "ascii" -> "US-ASCII";
            default -> {
                try {
                    yield Charset.forName(charset).name();
                } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
                    throw new DsnException("option charset is not a known character set; use utf8mb4");
                }
            }
        };
    }

    private static boolean flag(String name, String value) {
        return switch (value) {
            case "1", "true", "TRUE", "True" -> true;
            case "0", "false", "FALSE", "False" -> false;
            default -> throw new DsnException("option " + name + " must be true or false");
        };
    }

    private static String encode(String database) {
        return URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
