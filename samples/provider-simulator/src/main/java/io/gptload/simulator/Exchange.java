package io.gptload.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request with all that was read from it.
 *
 * @param request the request
 * @param route where it goes
 * @param key the credential it carries, if any
 * @param body what its body says
 * @param id tells this exchange from all others
 * @param at when it arrived
 */
record Exchange(
        SimulatedRequest request, Route route, @Nullable String key, ParsedBody body, String id, Instant at) {

    static Exchange of(SimulatedRequest request, long serial, Instant at) {
        Route route = Route.of(request);
        return new Exchange(
                request,
                route,
                Credentials.find(request, route.dialect()),
                ParsedBody.of(route, request.body()),
                String.format(Locale.ROOT, "sim%08d", serial),
                at);
    }

    ErrorFormat errors() {
        return route.dialect().errors();
    }

    SimulatedProtocol protocol() {
        return route.protocol();
    }

    /** The model asked for; empty if none was named. */
    String model() {
        String model = body.model();
        return model == null ? "" : model;
    }

    /** The headers every answer carries. */
    HeaderMap headers(String contentType) {
        return new HeaderMap()
                .add("content-type", contentType)
                .add(route.dialect().requestIdHeader(), "req_" + id);
    }

    SimulatedResponse respond(ProviderError error) {
        return respond(error, headers("application/json"));
    }

    SimulatedResponse respond(ProviderError error, HeaderMap headers) {
        Object json = error.body();
        if (route.dialect() == Dialect.ANTHROPIC && json instanceof Map<?, ?> fields) {
            json = Json.object("type", fields.get("type"), "error", fields.get("error"), "request_id", "req_" + id);
        }
        return whole(error.status(), headers, Json.bytes(json));
    }

    static SimulatedResponse whole(int status, HeaderMap headers, byte[] body) {
        List<SimulatedResponse.Chunk> chunks =
                body.length == 0 ? List.of() : List.of(new SimulatedResponse.Chunk(body, Duration.ZERO));
        return new SimulatedResponse(status, headers.view(), chunks, SimulatedResponse.Ending.COMPLETE, Duration.ZERO);
    }

    static SimulatedResponse nothing(SimulatedResponse.Ending ending) {
        return new SimulatedResponse(0, Map.of(), List.of(), ending, Duration.ZERO);
    }
}
