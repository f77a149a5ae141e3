package io.gptload.gateway.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.admin.task.TaskType;
import io.gptload.gateway.admin.task.TaskWork;
import io.gptload.gateway.admin.task.Tasks;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessResourceFailureException;

/** What the page of a group says of its last task, until it is forgotten. */
class TaskOnPageTest {

    @TempDir
    static Path folder;

    private static AdminFixture fixture;

    private final Visitor visitor = new Visitor(fixture.gateway, "203.0.113.70");

    @BeforeAll
    static void start() {
        fixture = new AdminFixture(folder);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void signIn() {
        visitor.signIn(RunningGateway.AUTH_KEY);
    }

    private String page(TestGroup group) {
        fixture.taskEnd(group);
        Answer page = visitor.get("/groups/" + group.id());
        assertThat(page.status()).isEqualTo(200);
        return page.body();
    }

    @Test
    void eachTaskEndsWithItsFigures() {
        String first = "sk-leakcanary-task-first";
        String second = "sk-leakcanary-task-second";
        TestGroup group = fixture.group(first);

        fixture.postKeys("/api/keys/add-async", group, first + "\n" + second);
        assertThat(page(group)).contains("1 added, 1 left out");

        fixture.post("/api/keys/validate-group", "{\"group_id\":" + group.id() + "}");
        assertThat(page(group)).contains("1 work, 1 do not"); // the provider does not know the second

        invalidate(group, first);
        fixture.post("/api/gptload/keys/restore", "{\"group_id\":" + group.id() + "}");
        assertThat(page(group)).contains("2 keys restored");

        fixture.postKeys("/api/keys/delete-async", group, first + "\nsk-leakcanary-task-unknown");
        assertThat(page(group)).contains("1 deleted, 1 not found");

        invalidate(group, second);
        fixture.post("/api/gptload/keys/clear", "{\"group_id\":" + group.id() + ",\"status\":\"invalid\"}");
        assertThat(page(group)).contains("1 key deleted");
    }

    private static void invalidate(TestGroup group, String key) {
        fixture.engine(group).invalidate(KeyRef.of(key));
        fixture.gateway.context().getBean(KeyStateWriter.class).flush();
    }

    @ParameterizedTest
    @EnumSource
    void aTaskThatEndedBadlySaysSoAndThePageIsThere(TaskType type) {
        TestGroup group = fixture.group();
        assertThat(page(group, type, progress -> {
                    throw new CancellationException();
                }))
                .contains("stopped");
        assertThat(page(group, type, progress -> {
                    throw new DataAccessResourceFailureException("away");
                }))
                .contains("the database failed");
        assertThat(page(group, type, progress -> {
                    throw new IllegalStateException("away");
                }))
                .contains("it failed");
    }

    private String page(TestGroup group, TaskType type, TaskWork work) {
        fixture.gateway.context().getBean(Tasks.class).start(type, group.id(), group.name(), 1, work);
        return page(group);
    }
}
