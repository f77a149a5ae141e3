package io.gptload.benchmarks.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.http.okhttp.GroupClient;
import io.gptload.client.store.jdbc.DatabaseInitialization;
import io.gptload.client.store.jdbc.JdbcEndpoint;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.redis.RedisChannel;
import io.gptload.client.store.redis.RedisConnection;
import io.gptload.client.store.shared.SharedPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A plain Java service that calls a provider through the shared pool, in a process of its own: {@code name port jdbc-url user
 * redis-port}, and the password in the environment. It offers itself by HTTP to those who watch it.
 */
public final class PoolService {

    static final String PASSWORD = "POOL_SERVICE_PASSWORD";

    private static final int THREADS = 16;

    private final GptLoad engine;
    private final Map<String, GroupClient> clients = new ConcurrentHashMap<>();

    private PoolService(GptLoad engine) {
        this.engine = engine;
    }

    /** Runs until the process is ended. */
    public static void main(String... arguments) throws IOException {
        JdbcStore store = JdbcStore.open(
                JdbcEndpoint.of(arguments[2], arguments[3], System.getenv(PASSWORD)),
                StoreOptions.DEFAULTS.withInitialization(DatabaseInitialization.NEVER));
        SharedPool pool = SharedPool.of(store)
                .node(arguments[0])
                .channel(RedisChannel.of(RedisConnection.server("127.0.0.1", Integer.parseInt(arguments[4])))
                        .build())
                .build();
        GptLoad engine = GptLoad.builder().listener(pool).build();
        pool.start(engine);
        PoolService service = new PoolService(engine);
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])), 0);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.createContext("/", service::answer);
        server.start();
    }

    /** {@code /call/GROUP?call=N}, {@code /keys/GROUP}, {@code /restore/GROUP/HASH}, {@code /clear/GROUP/HASH}. */
    private void answer(HttpExchange exchange) throws IOException {
        int status = 200;
        String text = "";
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            if (path.length > 2 && engine.findGroup(path[2]) != null) {
                Group group = engine.group(path[2]);
                switch (path[1]) {
                    case "call" -> status = call(group, exchange.getRequestURI().getQuery());
                    case "keys" -> text = keys(group);
                    case "restore" -> group.restore(key(group, path[3]));
                    case "clear" -> group.clearCooldowns(key(group, path[3]));
                    default -> status = 404;
                }
            } else {
                status = 404;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (RuntimeException e) {
            e.printStackTrace();
        }
    }

    private int call(Group group, String query) {
        GroupClient client = clients.computeIfAbsent(group.name(), name -> GroupClient.of(group));
        try {
            return client.post("/v1/chat/completions?" + query, Node.QUESTION).status();
        } catch (IOException e) {
            return 599;
        }
    }

    private static String keys(Group group) {
        return group.explain(Node.MODEL).keys().stream()
                .map(key -> "\"hash\":\"" + key.key().hash() + "\",\"state\":\""
                        + key.state().name().toLowerCase(java.util.Locale.ROOT) + "\"")
                .collect(Collectors.joining("\n"));
    }

    private static io.gptload.client.event.KeyRef key(Group group, String hash) {
        return group.explain(null).keys().stream()
                .map(Explanation.Key::key)
                .filter(key -> key.hash().equals(hash))
                .findFirst()
                .orElseThrow();
    }
}
