package io.gptload.client.store.jdbc;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a server is new enough. */
final class ServerVersion {

    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)|(\\d+)");
    /** What MariaDB puts before its version, so that old clients believe in it. */
    private static final String DISGUISE = "5.5.5-";

    private ServerVersion() {}

    /**
     * @param product as the server calls itself
     * @param version as the server tells it, such as {@code 10.11.6-MariaDB-0+deb12u1}; one without numbers passes
     * @throws StoreException if it is older than what we speak to
     */
    static void require(String product, String version) {
        if (product.equalsIgnoreCase("PostgreSQL")) {
            require("PostgreSQL", version, 13, 0);
        } else if (product.equalsIgnoreCase("MariaDB")
                || version.toLowerCase(Locale.ROOT).contains("mariadb")) {
            require("MariaDB", version.startsWith(DISGUISE) ? version.substring(DISGUISE.length()) : version, 10, 6);
        } else {
            require("MySQL", version, 8, 0);
        }
    }

    private static void require(String name, String version, int major, int minor) {
        Matcher numbers = NUMBERS.matcher(version);
        if (!numbers.lookingAt()) {
            return;
        }
        boolean whole = numbers.group(1) == null;
        int ofServer = Integer.parseInt(numbers.group(whole ? 3 : 1));
        int minorOfServer = whole ? 0 : Integer.parseInt(numbers.group(2));
        if (ofServer < major || ofServer == major && minorOfServer < minor) {
            throw new StoreException(
                    "The server is " + name + " " + version + ", which is too old: it must be " + name + " " + major
                            + (minor == 0 ? "" : "." + minor) + " or newer",
                    null);
        }
    }
}
