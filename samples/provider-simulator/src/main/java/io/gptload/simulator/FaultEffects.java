package io.gptload.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What a fault makes of an answer. */
final class FaultEffects {
    private FaultEffects() {}

    /** The answer in place of the one the request would have got. */
    static SimulatedResponse replace(Fault fault, Exchange exchange) {
        return switch (fault.kind()) {
            case HANG -> Exchange.nothing(SimulatedResponse.Ending.HANG);
            case RESET -> Exchange.nothing(SimulatedResponse.Ending.RESET);
            case FORBID_EVERYBODY -> exchange.respond(exchange.errors().forbiddenRegion());
            case REPLY ->
                Exchange.whole(
                        fault.number(),
                        exchange.headers(fault.contentType()),
                        fault.body().getBytes(StandardCharsets.UTF_8));
            default -> exchange.respond(exchange.errors().status(fault.number()));
        };
    }

    static boolean canSpoil(Fault fault, SimulatedResponse response) {
        return fault.kind().changesSuccess()
                && (fault.kind() != Fault.Kind.ERROR_EVENT_FIRST || isEventStream(response));
    }

    /** The successful answer, spoilt. */
    static SimulatedResponse spoil(Fault fault, SimulatedResponse response, Exchange exchange) {
        return switch (fault.kind()) {
            case SLOW_FIRST_BYTE -> response.withHeadersDelay(fault.delay());
            case CUT_STREAM -> cut(response, fault.number());
            case EMPTY_REPLY -> response.withChunks(List.of(), SimulatedResponse.Ending.COMPLETE);
            case ERROR_EVENT_FIRST ->
                response.withChunks(
                        List.of(chunk(exchange.errors().streamEvent().getBytes(StandardCharsets.UTF_8))),
                        SimulatedResponse.Ending.COMPLETE);
            default -> response;
        };
    }

    private static SimulatedResponse cut(SimulatedResponse response, int afterChunks) {
        List<SimulatedResponse.Chunk> chunks = response.chunks();
        if (chunks.size() == 1 && afterChunks > 0) {
            byte[] all = chunks.get(0).bytes();
            chunks = List.of(chunk(Arrays.copyOf(all, all.length / 2)));
        } else {
            chunks = chunks.subList(0, Math.min(afterChunks, chunks.size()));
        }
        return response.withChunks(chunks, SimulatedResponse.Ending.CUT);
    }

    private static boolean isEventStream(SimulatedResponse response) {
        return "text/event-stream".equals(response.header("content-type"));
    }

    private static SimulatedResponse.Chunk chunk(byte[] bytes) {
        return new SimulatedResponse.Chunk(bytes, Duration.ZERO);
    }
}
