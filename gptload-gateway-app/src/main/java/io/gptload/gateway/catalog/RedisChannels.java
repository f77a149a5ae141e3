package io.gptload.gateway.catalog;

import io.gptload.client.store.redis.RedisChannel;
import io.gptload.client.store.redis.RedisConnection;
import io.gptload.client.store.shared.StateChannel;
import io.gptload.gateway.config.HostPort;
import io.gptload.gateway.config.RedisDsn;
import java.util.List;
import redis.clients.jedis.HostAndPort;

/** Makes of {@code REDIS_DSN} what nodes talk through. */
final class RedisChannels {

    private RedisChannels() {}

    static StateChannel of(RedisDsn dsn, String prefix) {
        return RedisChannel.of(connection(dsn)).prefix(prefix).build();
    }

    static RedisConnection connection(RedisDsn dsn) {
        RedisConnection connection =
                address(dsn).login(dsn.user(), dsn.password().value()).timeouts(dsn.dialTimeout(), dsn.readTimeout());
        if (!dsn.cluster()) {
            connection.database(dsn.database());
        }
        if (dsn.tls()) {
            connection.tls(dsn.verify());
        }
        return connection;
    }

    private static RedisConnection address(RedisDsn dsn) {
        String socket = dsn.socket();
        String master = dsn.masterName();
        List<HostAndPort> addresses = dsn.addresses().stream()
                .map(address -> new HostAndPort(address.host(), address.port()))
                .toList();
        if (socket != null) {
            return RedisConnection.socket(socket);
        } else if (master != null) {
            return RedisConnection.sentinels(master, addresses);
        } else if (dsn.cluster()) {
            return RedisConnection.cluster(addresses);
        }
        HostPort only = dsn.addresses().get(0);
        return RedisConnection.server(only.host(), only.port());
    }
}
