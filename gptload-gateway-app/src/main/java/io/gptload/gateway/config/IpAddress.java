package io.gptload.gateway.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A literal IP address. Reading one never asks a name server. An IPv4 address mapped to IPv6 is the IPv4 address. */
record IpAddress(InetAddress address) {

    private static final Pattern V4 = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
    private static final Pattern V6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*", Pattern.CASE_INSENSITIVE);

    /** The address, null if {@code text} is something else. */
    static @Nullable IpAddress parse(String text) {
        if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            return null;
        }
        try {
            return new IpAddress(InetAddress.getByName(text));
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }

    boolean isLoopback() {
        return address.isLoopbackAddress();
    }

    /** A network and how many leading bits of it count. */
    record Range(IpAddress network, int bits) {

        /** The range, null if {@code text} is something else. */
        static @Nullable Range parse(String text) {
            int slash = text.indexOf('/');
            IpAddress network = slash < 0 ? null : IpAddress.parse(text.substring(0, slash));
            String bits = text.substring(slash + 1);
            if (network == null || !bits.matches("0|[1-9][0-9]{0,2}")) {
                return null;
            }
            int length = Integer.parseInt(bits);
            return length > network.address().getAddress().length * 8 ? null : new Range(network, length);
        }

        boolean contains(IpAddress candidate) {
            byte[] mine = network.address().getAddress();
            byte[] theirs = candidate.address().getAddress();
            int whole = bits / 8;
            if (mine.length != theirs.length || !Arrays.equals(mine, 0, whole, theirs, 0, whole)) {
                return false;
            }
            int rest = 8 - bits % 8;
            return rest == 8 || (mine[whole] & 0xFF) >> rest == (theirs[whole] & 0xFF) >> rest;
        }
    }
}
