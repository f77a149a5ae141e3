package io.gptload.simulator;

/** Writes server-sent events. */
final class Sse {
    private Sse() {}

    static String data(Object json) {
        return "data: " + Json.text(json) + "\n\n";
    }

    static String event(String name, Object json) {
        return "event: " + name + "\n" + data(json);
    }
}
