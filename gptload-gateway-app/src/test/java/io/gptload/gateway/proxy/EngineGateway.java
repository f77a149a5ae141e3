package io.gptload.gateway.proxy;

import io.gptload.client.AggregateGroup;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.StandardGroup;
import io.gptload.client.config.ModelRedirects;
import io.gptload.client.http.okhttp.GroupCalls;
import io.gptload.client.wire.Channel;
import io.gptload.gateway.GatewayApplication;
import io.gptload.gateway.web.ClientKeys;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The real gateway in front of an engine that a test defines. The client key {@code global} opens every group. */
final class EngineGateway implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final int port;

    private EngineGateway(ConfigurableApplicationContext context) {
        this.context = context;
        this.port = ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    static EngineGateway start(GptLoad engine, Path folder, Map<String, String> properties) {
        return start(engine, new OkHttpClient(), folder, properties);
    }

    static EngineGateway start(GptLoad engine, OkHttpClient http, Path folder, Map<String, String> properties) {
        SpringApplication application = new SpringApplication(GatewayApplication.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(context -> ((GenericApplicationContext) context)
                .registerBean(ProxyGroups.class, () -> new EngineGroups(engine, http), bean -> bean.setPrimary(true)));
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--gptload.gateway.auth-key=an-admin-key-of-some-length",
                "--gptload.gateway.database-dsn=" + folder.resolve("gateway.db")));
        properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return new EngineGateway(application.run(arguments.toArray(String[]::new)));
    }

    int port() {
        return port;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        context.close();
    }

    private record EngineGroups(GptLoad engine, OkHttpClient http, Map<String, GroupCalls> calls)
            implements ProxyGroups {

        EngineGroups(GptLoad engine, OkHttpClient http) {
            this(engine, http, new ConcurrentHashMap<>());
        }

        @Override
        public @Nullable ProxyGroup find(String name) {
            Group group = engine.findGroup(name);
            return group == null
                    ? null
                    : new ProxyGroup(
                            1,
                            name,
                            Channel.OPENAI,
                            calls.computeIfAbsent(name, n -> GroupCalls.of(group, http)),
                            ClientKeys.NONE,
                            1 << 20,
                            false);
        }

        @Override
        public ModelRedirects redirects(String group) {
            return engine.findGroup(group) instanceof StandardGroup standard
                    ? standard.config().modelRedirects()
                    : ModelRedirects.EMPTY;
        }

        @Override
        public boolean redirectsModels(String group) {
            return engine.findGroup(group) instanceof AggregateGroup
                    || !redirects(group).isEmpty();
        }

        @Override
        public ClientKeys globalKeys() {
            return ClientKeys.of(List.of("global"));
        }
    }
}
