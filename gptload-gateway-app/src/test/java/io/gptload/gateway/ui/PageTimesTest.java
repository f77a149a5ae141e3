package io.gptload.gateway.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.HourTotals;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.client.store.jdbc.RequestLogWriter;
import io.gptload.client.store.jdbc.StoredKey;
import io.gptload.gateway.catalog.Catalog;
import io.gptload.gateway.testing.RunningGateway;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Tells how long the server takes for each page, with 100 groups and 100,000 keys. */
@EnabledIfSystemProperty(named = "gptload.page-times", matches = "true", disabledReason = "Needs a quiet machine")
class PageTimesTest {

    private static final int GROUPS = 100;
    private static final int BIG = 10_000;
    private static final int LOG_ROWS = 100_000;
    private static final int WARM_UP = 150;
    private static final int ROUNDS = 60;
    private static final double NANOS = 1e6;

    @TempDir
    static Path folder;

    @Test
    void everyPageIsQuick() {
        try (RunningGateway gateway = RunningGateway.start(folder)) {
            long[] ids = fill(gateway);
            Visitor visitor = new Visitor(gateway, "198.51.100.1");
            visitor.signIn(RunningGateway.AUTH_KEY);
            System.out.printf("%-34s %8s %8s %8s %6s%n", "page", "median", "p95", "CPU", "KiB");
            for (String path : List.of(
                    "/",
                    "/pool/now",
                    "/groups",
                    "/groups/" + ids[0],
                    "/groups/" + ids[0] + "/keys?state=cooling",
                    "/groups/" + ids[1],
                    "/groups/" + ids[1] + "/edit",
                    "/pool",
                    "/logs",
                    "/logs?group=group-007",
                    "/settings",
                    "/playground",
                    "/quick-start")) {
                print(path, visitor);
            }
        }
    }

    static void print(String path, Visitor visitor) {
        int size = 0;
        for (int i = 0; i < WARM_UP; i++) {
            var answer = visitor.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            size = answer.body().length();
        }
        long cpu = cpuNanos();
        double[] millis = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long begun = System.nanoTime();
            visitor.get(path);
            millis[i] = (System.nanoTime() - begun) / NANOS;
        }
        double cpuMillis = (cpuNanos() - cpu) / NANOS / ROUNDS;
        Arrays.sort(millis);
        System.out.printf(
                "%-34s %5.1f ms %5.1f ms %5.1f ms %6d%n",
                path, millis[ROUNDS / 2], millis[ROUNDS * 95 / 100], cpuMillis, size >> 10);
    }

    /** Of all that runs here, the client too; unlike the time it does not depend on what else the machine does. */
    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** One group of {@value #BIG} keys, the others share the rest; some keys of all cool or are invalid. */
    static long[] fill(RunningGateway gateway) {
        JdbcStore store = gateway.context().getBean(JdbcStore.class);
        long[] ids = new long[GROUPS];
        Instant now = Instant.now();
        for (int g = 0; g < GROUPS; g++) {
            int number = g;
            ids[g] = store.groups()
                    .insert(GroupRow.standard(
                            "group-%03d".formatted(g),
                            "openai",
                            "[{\"url\":\"http://127.0.0.1:9\",\"weight\":1}]",
                            "m"));
            store.keys().importAll(ids[g], keys(number).iterator(), done -> {});
            for (int hour = 0; hour < 48; hour++) {
                store.hourlyStats().add(ids[g], now.minus(Duration.ofHours(hour)), new HourTotals(100 + g, hour));
            }
        }
        gateway.context().getBean(Catalog.class).reload();
        RequestLogWriter log = gateway.context().getBean(RequestLogWriter.class);
        for (int i = 0; i < LOG_ROWS; i++) {
            log.offer(row(ids[i % GROUPS], i % GROUPS, now.minusMillis(500L * i)), null);
            if (i % (RequestLogWriter.BATCH * 5) == 0) {
                log.flush();
            }
        }
        log.flush();
        GptLoad engine = gateway.context().getBean(GptLoad.class);
        for (int g = 0; g < GROUPS; g++) {
            Group group = engine.group("group-%03d".formatted(g));
            keys(g).stream().limit(20).map(KeyRef::of).forEach(group::invalidate);
        }
        return ids;
    }

    private static List<String> keys(int group) {
        int count = group == 0 ? BIG : (100_000 - BIG) / (GROUPS - 1);
        return IntStream.range(0, count)
                .mapToObj(i -> "sk-leakcanary-times-%03d-%05d".formatted(group, i))
                .toList();
    }

    private static RequestLogRow row(long group, int number, Instant at) {
        return new RequestLogRow(
                "",
                at,
                group,
                "group-%03d".formatted(number),
                0,
                "",
                new StoredKey("sk-leakcanary-times-%03d-00001".formatted(number)),
                "hash",
                "gpt-4.1-mini",
                number % 10 != 0,
                "10.0.0.1",
                number % 10 == 0 ? 429 : 200,
                "/proxy/group/v1/chat/completions",
                number,
                "",
                "",
                RequestLogRow.FINAL,
                "http://127.0.0.1:9",
                false,
                "");
    }
}
