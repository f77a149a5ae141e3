package io.gptload.spring.http;

import io.gptload.client.AggregateGroup;
import io.gptload.client.Group;
import io.gptload.client.config.ProxyUrl;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The proxy of a group, for a client of the JDK's. */
final class GroupProxy {

    private GroupProxy() {}

    /** @throws IllegalArgumentException if it is one the JDK's client cannot use */
    static ProxySelector of(Group group) {
        Stream<? extends Group> parts =
                group instanceof AggregateGroup aggregate ? aggregate.members().stream() : Stream.of(group);
        Set<String> urls = parts.map(
                        part -> Objects.requireNonNullElse(part.settings().proxyUrl(), ""))
                .collect(Collectors.toSet());
        if (urls.isEmpty() || urls.equals(Set.of(""))) {
            return ProxySelector.getDefault();
        }
        ProxyUrl proxy = urls.size() > 1 ? null : ProxyUrl.parse(urls.iterator().next());
        if (proxy == null || proxy.socks() || proxy.tls() || proxy.user() != null) {
            throw new IllegalArgumentException("Group '" + group.name() + "' has a proxy-url that WebClient cannot use;"
                    + " it can use one http:// proxy without a password for all of the group. RestClient can use any.");
        }
        return ProxySelector.of(new InetSocketAddress(proxy.host(), proxy.port()));
    }
}
