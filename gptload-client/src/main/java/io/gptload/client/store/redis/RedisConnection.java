package io.gptload.client.store.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.providers.PooledConnectionProvider;

/**
 * Where Redis is and how it is reached. A client for a single server connects when it is first used, one for sentinels or a
 * cluster when it is made. Set it up before it is used; then it is thread-safe.
 */
public final class RedisConnection implements Supplier<UnifiedJedis> {

    private final List<HostAndPort> nodes;
    private final @Nullable String socket;
    private final @Nullable String sentinelMaster;
    private final boolean cluster;
    private final DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
            .clientName("gptload")
            .connectionTimeoutMillis(5_000)
            .socketTimeoutMillis(3_000)
            .blockingSocketTimeoutMillis(5_000);

    private RedisConnection(
            List<HostAndPort> nodes, @Nullable String socket, @Nullable String sentinelMaster, boolean cluster) {
        this.nodes = List.copyOf(nodes);
        this.socket = socket;
        this.sentinelMaster = sentinelMaster;
        this.cluster = cluster;
    }

    /** A single server. */
    public static RedisConnection server(String host, int port) {
        return new RedisConnection(List.of(new HostAndPort(host, port)), null, null, false);
    }

    /** A single server behind a Unix domain socket. */
    public static RedisConnection socket(String path) {
        return new RedisConnection(List.of(), path, null, false);
    }

    /** The server that sentinels call the master of that name. The credentials are the server's. */
    public static RedisConnection sentinels(String master, List<HostAndPort> sentinels) {
        return new RedisConnection(sentinels, null, master, false);
    }

    /** A cluster, by some of its nodes. */
    public static RedisConnection cluster(List<HostAndPort> nodes) {
        return new RedisConnection(nodes, null, null, true);
    }

    /** Who we are. @param user empty for the default user @param password empty for none */
    public RedisConnection login(String user, String password) {
        config.user(user.isEmpty() ? null : user).password(password.isEmpty() ? null : password);
        return this;
    }

    /** The number of the database, 0 or more; of no effect on notices, which all databases share. */
    public RedisConnection database(int number) {
        config.database(number);
        return this;
    }

    /** Encrypts the connection. @param verify whether the server's certificate is verified, and that it is for that host */
    public RedisConnection tls(boolean verify) {
        SslVerifyMode mode = verify ? SslVerifyMode.FULL : SslVerifyMode.INSECURE;
        config.ssl(true).sslOptions(SslOptions.builder().sslVerifyMode(mode).build());
        return this;
    }

    /** Encrypts the connection with sockets that know whom to trust; the certificate must be for that host. */
    public RedisConnection tls(SSLSocketFactory sockets) {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        config.ssl(true).sslSocketFactory(sockets).sslParameters(parameters);
        return this;
    }

    /** How long to wait for a connection and for an answer; zero for ever. */
    public RedisConnection timeouts(Duration connect, Duration answer) {
        config.connectionTimeoutMillis(Math.toIntExact(connect.toMillis()))
                .socketTimeoutMillis(Math.toIntExact(answer.toMillis()));
        return this;
    }

    /** How long a subscription may be silent before the server counts as gone; more than a second. Default 5 s. */
    public RedisConnection silence(Duration longest) {
        config.blockingSocketTimeoutMillis(Math.toIntExact(longest.toMillis()));
        return this;
    }

    /** A client. */
    @Override
    public UnifiedJedis get() {
        JedisClientConfig how = config.build();
        Set<HostAndPort> hosts = new HashSet<>(nodes);
        if (socket != null) {
            return RedisClient.builder()
                    .connectionProvider(new PooledConnectionProvider(new ConnectionFactory(factory(socket), how)))
                    .build();
        } else if (sentinelMaster != null) {
            return RedisSentinelClient.builder()
                    .masterName(sentinelMaster)
                    .sentinels(hosts)
                    .clientConfig(how)
                    .build();
        } else if (cluster) {
            return RedisClusterClient.builder().nodes(hosts).clientConfig(how).build();
        }
        return RedisClient.builder().hostAndPort(nodes.get(0)).clientConfig(how).build();
    }

    private static JedisSocketFactory factory(String path) {
        return () -> {
            try {
                return new UnixSocket(path);
            } catch (IOException e) {
                throw new JedisConnectionException("Cannot connect to " + path, e);
            }
        };
    }
}
