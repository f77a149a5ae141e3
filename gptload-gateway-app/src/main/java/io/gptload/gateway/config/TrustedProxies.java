package io.gptload.gateway.config;

import java.util.ArrayList;
import java.util.List;

/** Whose word counts about where a request came from before it reached them: reverse proxies of ours. Immutable. */
public final class TrustedProxies {

    /** Nobody's. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final String PRIVATE = "private";
    private static final List<String> PRIVATE_NETWORKS = List.of(
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "100.64.0.0/10",
            "::1/128",
            "fc00::/7",
            "fe80::/10");

    private final List<IpAddress.Range> ranges;

    private TrustedProxies(List<IpAddress.Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * Those of these addresses.
     *
     * @param elements addresses, ranges such as {@code 10.0.0.0/8}, or {@code private} for all private networks
     * @throws DsnException if one of them is something else
     */
    public static TrustedProxies parse(List<String> elements) {
        List<IpAddress.Range> ranges = new ArrayList<>();
        for (String element : elements) {
            if (element.equals(PRIVATE)) {
                PRIVATE_NETWORKS.forEach(network -> ranges.add(range(network)));
            } else {
                ranges.add(range(element));
            }
        }
        return ranges.isEmpty() ? NONE : new TrustedProxies(List.copyOf(ranges));
    }

    private static IpAddress.Range range(String text) {
        IpAddress single = IpAddress.parse(text);
        IpAddress.Range range = single != null
                ? new IpAddress.Range(single, single.address().getAddress().length * 8)
                : IpAddress.Range.parse(text);
        if (range == null) {
            throw new DsnException(
                    "it holds something that is neither an address, nor a range such as 10.0.0.0/8, nor '" + PRIVATE
                            + "'");
        }
        return range;
    }

    /** Whether that address is one of them. */
    public boolean trusts(String address) {
        if (ranges.isEmpty()) {
            return false;
        }
        int zone = address.indexOf('%');
        IpAddress asked = IpAddress.parse(zone < 0 ? address : address.substring(0, zone));
        return asked != null && ranges.stream().anyMatch(range -> range.contains(asked));
    }
}
