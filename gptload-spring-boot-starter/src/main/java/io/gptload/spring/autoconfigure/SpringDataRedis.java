package io.gptload.spring.autoconfigure;

import io.gptload.client.store.redis.RedisConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Cluster;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.MasterReplica;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.ssl.SslBundle;
import redis.clients.jedis.HostAndPort;

/** Finds the way to the Redis that {@code spring.data.redis.*} names, whichever client the application itself has for it. */
final class SpringDataRedis {

    private SpringDataRedis() {}

    static RedisConnection connection(DataRedisConnectionDetails details) {
        RedisConnection connection =
                server(details).login(orEmpty(details.getUsername()), orEmpty(details.getPassword()));
        SslBundle bundle = details.getSslBundle();
        return bundle == null
                ? connection
                : connection.tls(bundle.createSslContext().getSocketFactory());
    }

    private static RedisConnection server(DataRedisConnectionDetails details) {
        Sentinel sentinel = details.getSentinel();
        Cluster cluster = details.getCluster();
        MasterReplica replicas = details.getMasterReplica();
        Standalone standalone = details.getStandalone();
        if (sentinel != null) {
            return RedisConnection.sentinels(sentinel.getMaster(), addresses(sentinel.getNodes()))
                    .database(sentinel.getDatabase());
        } else if (cluster != null) {
            return RedisConnection.cluster(addresses(cluster.getNodes()));
        } else if (replicas != null) {
            Node master = replicas.getNodes().get(0);
            return RedisConnection.server(master.host(), master.port());
        } else if (standalone != null) {
            return RedisConnection.server(standalone.getHost(), standalone.getPort())
                    .database(standalone.getDatabase());
        }
        throw new IllegalStateException("The Redis of the application has no address");
    }

    private static List<HostAndPort> addresses(List<Node> nodes) {
        return nodes.stream()
                .map(node -> new HostAndPort(node.host(), node.port()))
                .toList();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
