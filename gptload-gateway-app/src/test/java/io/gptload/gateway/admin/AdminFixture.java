package io.gptload.gateway.admin;

import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.store.jdbc.GroupColumn;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.SubGroupRow;
import io.gptload.gateway.catalog.Catalog;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** A gateway with a simulated provider as the upstream of its groups. */
public final class AdminFixture implements AutoCloseable {

    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final AtomicInteger NAMES = new AtomicInteger();

    public final ProviderSimulator provider = ProviderSimulator.builder().build();
    public final SimulatorServer server = SimulatorServer.start(provider);
    public final RunningGateway gateway;

    public AdminFixture(Path folder) {
        gateway = RunningGateway.start(folder);
    }

    /** A group and what it is called. */
    public record TestGroup(long id, String name) {}

    public JdbcStore store() {
        return gateway.context().getBean(JdbcStore.class);
    }

    /** Loads what was written to the database. */
    public void reload() {
        gateway.context().getBean(Catalog.class).reload();
    }

    /** A group of the channel {@code openai} with keys that the provider takes. */
    public TestGroup group(String... keys) {
        for (String key : keys) {
            provider.setKey(SimulatedKey.valid(key));
        }
        return group("openai", Map.of(), keys);
    }

    /** A group; the provider knows nothing of its keys. */
    public TestGroup group(String channel, Map<GroupColumn, ?> columns, String... keys) {
        String name = "g" + NAMES.incrementAndGet();
        String upstreams = "[{\"url\":\"" + server.baseUrl() + "\",\"weight\":1}]";
        long id = store().groups().insert(GroupRow.standard(name, channel, upstreams, "test-model"));
        if (!columns.isEmpty()) {
            store().groups().update(id, null, columns);
        }
        gateway.addKeys(id, keys);
        return new TestGroup(id, name);
    }

    /** An aggregate of that group. */
    public TestGroup aggregate(TestGroup member) {
        String name = "g" + NAMES.incrementAndGet();
        long id = store().groups().insert(GroupRow.aggregate(name, "openai"));
        store().subGroups().add(List.of(new SubGroupRow(id, member.id(), 1)));
        reload();
        return new TestGroup(id, name);
    }

    public StandardGroup engine(TestGroup group) {
        return (StandardGroup) gateway.context().getBean(GptLoad.class).group(group.name());
    }

    public int chat(TestGroup group) {
        return gateway.proxy(group.name(), "/v1/chat/completions", HELLO).status();
    }

    public Answer get(String path) {
        return gateway.api("GET", path);
    }

    public Answer post(String path, String json) {
        return gateway.api("POST", path, json);
    }

    /** A POST of {@code {"group_id","keys_text"}}. */
    public Answer postKeys(String path, TestGroup group, String keys) {
        String escaped = keys.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return post(path, "{\"group_id\":" + group.id() + ",\"keys_text\":\"" + escaped + "\"}");
    }

    /** The status of a group's task once it ended. */
    public JsonNode taskEnd(TestGroup group) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> get("/api/tasks/status?group_id=" + group.id()).data(),
                        status -> !status.path("is_running").asBoolean(true));
    }

    @Override
    public void close() {
        gateway.close();
        server.close();
    }
}
