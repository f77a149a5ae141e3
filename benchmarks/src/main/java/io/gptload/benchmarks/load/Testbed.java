package io.gptload.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Two providers, nginx in front of them, and the gateway in front of them. */
final class Testbed implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final int MOST_REQUESTS = 2000;

    private final String key = UUID.randomUUID().toString();
    private final int quickProvider = Workplace.freePort();
    private final int quickProxy = Workplace.freePort();
    private final int patientProxy = Workplace.freePort();
    private final PatientProvider patientProvider = new PatientProvider(Testbed::script);
    private final Nginx provider;
    private final Nginx proxy;
    private final GatewayProcess gateway;

    Testbed(Workplace place, CompareOptions options) throws IOException, InterruptedException {
        try (Database database = new Database(place)) {
            Set<String> made = new LinkedHashSet<>();
            for (LoadCase each : options.cases()) {
                if (made.add(each.group())) {
                    database.group(each.group(), provider(each.payload()), each.keys());
                }
            }
        }
        provider = Nginx.provider(place, options.loadCore(), quickProvider);
        proxy = Nginx.proxy(
                place, options.gatewayCore(), Map.of(quickProxy, quickProvider, patientProxy, patientProvider.port()));
        gateway = GatewayProcess.start(
                place, options.gatewayCore(), options.jar(), key, MOST_REQUESTS, options.jvm(), Workplace.freePort());
        awaitAnswers(options.cases());
    }

    private static PatientProvider.Script script(String requestLine) {
        Payload payload = requestLine.contains(Payload.SSE_PACED.path()) ? Payload.SSE_PACED : Payload.JSON_1M;
        List<byte[]> parts = payload.answer().stream()
                .map(part -> part.getBytes(StandardCharsets.US_ASCII))
                .toList();
        return new PatientProvider.Script(payload.accept(), parts.iterator(), payload.pause());
    }

    private int provider(Payload payload) {
        return payload.patientProvider() ? patientProvider.port() : quickProvider;
    }

    Endpoint endpoint(Target target, LoadCase load) {
        Payload payload = load.payload();
        return switch (target) {
            case DIRECT -> new Endpoint(provider(payload), payload.path(), key, payload);
            case NGINX ->
                new Endpoint(payload.patientProvider() ? patientProxy : quickProxy, payload.path(), key, payload);
            case GATEWAY -> new Endpoint(gateway.port(), "/proxy/" + load.group() + payload.path(), key, payload);
        };
    }

    ProcessUsage usage(Target target) {
        return new ProcessUsage(
                switch (target) {
                    case DIRECT -> provider.process();
                    case NGINX -> proxy.process();
                    case GATEWAY -> gateway.process();
                });
    }

    private void awaitAnswers(List<LoadCase> cases) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        for (LoadCase load : cases) {
            for (Target target : Target.values()) {
                while (true) {
                    gateway.requireAlive();
                    try {
                        endpoint(target, load).check();
                        break;
                    } catch (IOException | IllegalStateException e) {
                        if (System.nanoTime() > deadline) {
                            throw new IllegalStateException(
                                    target + " does not answer " + load + ": " + e.getMessage(), e);
                        }
                        Thread.sleep(200);
                    }
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        patientProvider.close();
    }
}
