package io.gptload.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is asked, and what the provider answers. */
enum Payload {
    JSON_1K("json-1k", 1 << 10, 64, Duration.ZERO, false),
    JSON_16K("json-16k", 16 << 10, 64, Duration.ZERO, false),
    JSON_1M("json-1m", 1 << 20, 16, Duration.ZERO, true),
    SSE("sse", 1 << 10, 64, Duration.ZERO, false),
    SSE_PACED("sse-paced", 1 << 10, 200, Duration.ofMillis(50), true);

    private static final int EVENTS = 20;
    private static final int EVENT_BYTES = 250;
    private static final int ANSWER_BYTES = 800;

    private final String id;
    private final int requestBytes;
    private final int connections;
    private final Duration pause;
    private final boolean patientProvider;

    /** @param patientProvider whether it takes a provider that reads all of the request first, or pauses; nginx does neither */
    Payload(String id, int requestBytes, int connections, Duration pause, boolean patientProvider) {
        this.id = id;
        this.requestBytes = requestBytes;
        this.connections = connections;
        this.pause = pause;
        this.patientProvider = patientProvider;
    }

    static Payload of(String id) {
        return Arrays.stream(values())
                .filter(payload -> payload.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--cases: " + id + " is unknown; there are "
                        + Arrays.stream(values()).map(Payload::id).collect(Collectors.joining(", "))));
    }

    String id() {
        return id;
    }

    int connections() {
        return connections;
    }

    Duration pause() {
        return pause;
    }

    boolean patientProvider() {
        return patientProvider;
    }

    boolean streams() {
        return this == SSE || this == SSE_PACED;
    }

    /** The provider's path. */
    String path() {
        return streams() ? "/v1/stream" : "/v1/chat/completions";
    }

    String accept() {
        return streams() ? "text/event-stream" : "application/json";
    }

    byte[] request() {
        String start =
                "{\"model\":\"gpt-mini\",\"stream\":" + streams() + ",\"messages\":[{\"role\":\"user\",\"content\":\"";
        return filled(start, requestBytes, "\"}]}").getBytes(StandardCharsets.US_ASCII);
    }

    /** The parts of the answer, with a pause before each but the first. */
    List<String> answer() {
        if (!streams()) {
            String start = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"model\":\"gpt-mini\",\"choices\":"
                    + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
            return List.of(filled(start, ANSWER_BYTES, "\"},\"finish_reason\":\"stop\"}]}"));
        }
        String start =
                "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"delta\":{\"content\":\"";
        return IntStream.rangeClosed(1, EVENTS)
                .mapToObj(i -> i == EVENTS ? "data: [DONE]\n\n" : filled(start, EVENT_BYTES, "\"}}]}\n\n"))
                .toList();
    }

    private static String filled(String start, int length, String end) {
        return start + "x".repeat(length - start.length() - end.length()) + end;
    }
}
