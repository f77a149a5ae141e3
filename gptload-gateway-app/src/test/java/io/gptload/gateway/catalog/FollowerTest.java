package io.gptload.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.store.shared.ChoreLease;
import io.gptload.gateway.testing.RunningGateway;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.NestedExceptionUtils;

/** What {@code IS_SLAVE=true} keeps a node from. */
class FollowerTest {

    @TempDir
    Path folder;

    private RunningGateway follower() {
        return RunningGateway.in(folder).with("IS_SLAVE", "true").start();
    }

    private static boolean doesChores(RunningGateway gateway) {
        return gateway.context().getBean(ChoreLease.class).held();
    }

    @Test
    void itMakesNoTables() {
        assertThatThrownBy(this::follower)
                .satisfies(e -> assertThat(NestedExceptionUtils.getMostSpecificCause(e))
                        .hasMessageContaining("tables are missing"));
    }

    @Test
    void itServesAndAdministersButNeverDoesChores() {
        try (RunningGateway master = RunningGateway.start(folder)) {
            try (RunningGateway follower = follower()) {
                assertThat(doesChores(master)).isTrue();
                assertThat(doesChores(follower)).isFalse();
                follower.createGroup("g", "http://127.0.0.1:9");
                assertThat(follower.api("GET", "/api/groups").body()).contains("\"g\"");
            }
        }
        try (RunningGateway follower = follower();
                RunningGateway next = RunningGateway.start(folder)) {
            assertThat(doesChores(follower)).isFalse();
            assertThat(doesChores(next)).isTrue();
        }
    }
}
