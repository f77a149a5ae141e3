package io.gptload.client;

import io.gptload.client.rewrite.HeaderEdits;
import io.gptload.client.session.Answer;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Header;
import io.gptload.client.session.Session;
import io.gptload.client.session.Step;
import io.gptload.client.wire.HeaderView;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedRequest;
import io.gptload.simulator.SimulatedResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Runs sessions against simulated providers on virtual time, without sockets or threads: the bare session's adapter. */
public final class VirtualCaller {

    static final String CHAT = "/v1/chat/completions";
    static final String HELLO = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    static final String HELLO_STREAM =
            "{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final VirtualTime time;
    private final Function<String, ProviderSimulator> providers;
    private Duration latency = Duration.ZERO;
    private BiConsumer<Attempt, Instant> onSend = (attempt, askedAt) -> {};

    VirtualCaller(VirtualTime time, ProviderSimulator simulator) {
        this(time, host -> simulator);
    }

    /** @param providers the provider behind each host name */
    VirtualCaller(VirtualTime time, Function<String, ProviderSimulator> providers) {
        this.time = time;
        this.providers = providers;
    }

    VirtualCaller latency(Duration value) {
        latency = value;
        return this;
    }

    /** @param action told of every attempt, and of an instant before the engine chose its key */
    VirtualCaller onSend(BiConsumer<Attempt, Instant> action) {
        onSend = action;
        return this;
    }

    /** What a caller got. */
    record Reply(
            int status, Map<String, String> headers, String body, boolean broken, boolean cancelled, int attempts) {

        String header(String name) {
            return headers.get(name);
        }

        boolean ok() {
            return status == 200 && !broken;
        }
    }

    Reply chat(Group group) {
        return post(group, CHAT, HELLO);
    }

    Reply post(Group group, String path, String json) {
        return call(
                group,
                CallRequest.of("POST", path)
                        .body(json.getBytes(StandardCharsets.UTF_8))
                        .headers(HeaderView.of(
                                Map.of("Authorization", "Bearer placeholder", "Content-Type", "application/json")))
                        .build());
    }

    Reply call(Group group, CallRequest request) {
        return run(group.newSession(request), request);
    }

    Reply run(Session session, CallRequest request) {
        Instant askedAt = time.instant();
        Step step = session.begin();
        Attempt attempt = null;
        SimulatedResponse response = null;
        int attempts = 0;
        int chunk = 0;
        while (true) {
            if (step instanceof Step.Send send) {
                attempt = send.attempt();
                attempts++;
                chunk = 0;
                onSend.accept(attempt, askedAt);
                askedAt = time.instant();
                try {
                    response = send(attempt, request);
                    step = attempt.onResponse(response.status(), view(response));
                } catch (IOException e) {
                    step = attempt.onFailure(e);
                }
            } else if (step instanceof Step.Inspect) {
                if (chunk < response.chunks().size()) {
                    SimulatedResponse.Chunk next = response.chunks().get(chunk++);
                    time.advance(next.delay());
                    step = attempt.onBody(next.bytes(), 0, next.bytes().length);
                } else if (response.ending() == SimulatedResponse.Ending.CUT) {
                    step = attempt.onFailure(new EOFException("unexpected end of stream"));
                } else {
                    step = attempt.onBodyEnd();
                }
            } else if (step instanceof Step.Pause pause) {
                time.advance(pause.length());
                askedAt = time.instant();
                step = session.resume();
            } else if (step instanceof Step.Relay relay) {
                return relayed(attempt, response, relay.headers(), attempts);
            } else if (step instanceof Step.Reply reply) {
                return answered(reply.answer(), attempts);
            } else {
                return new Reply(0, Map.of(), "", false, true, attempts);
            }
        }
    }

    private SimulatedResponse send(Attempt attempt, CallRequest request) throws IOException {
        time.advance(latency);
        URI uri = URI.create(attempt.url());
        Map<String, List<String>> headers = new LinkedHashMap<>();
        HeaderEdits edits = attempt.headers();
        request.headers().forEach((name, value) -> {
            if (!edits.removes(name)) {
                headers.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
            }
        });
        edits.forEachSet((name, value) -> headers.put(name, List.of(value)));
        byte[] body = attempt.body() == null ? new byte[0] : attempt.body();
        SimulatedResponse response = providers
                .apply(uri.getHost())
                .handle(new SimulatedRequest(request.method(), uri.getRawPath(), uri.getRawQuery(), headers, body));
        time.advance(response.headersDelay());
        switch (response.ending()) {
            case RESET -> throw new SocketException("Connection reset");
            case HANG -> {
                time.advance(attempt.timeouts().header());
                throw new SocketTimeoutException("timeout");
            }
            default -> {
                return response;
            }
        }
    }

    private static HeaderView view(SimulatedResponse response) {
        Map<String, String> flat = new LinkedHashMap<>();
        response.headers().forEach((name, values) -> flat.put(name, values.get(0)));
        return HeaderView.of(flat);
    }

    private static Reply relayed(Attempt attempt, SimulatedResponse response, List<Header> extra, int attempts) {
        boolean cut = response.ending() == SimulatedResponse.Ending.CUT;
        for (SimulatedResponse.Chunk each : response.chunks()) {
            attempt.onRelayed(each.bytes(), 0, each.bytes().length);
        }
        if (cut) {
            attempt.onBroken(new EOFException("unexpected end of stream"));
        } else {
            attempt.onEnd();
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().forEach((name, values) -> headers.put(name, values.get(0)));
        extra.forEach(header -> headers.put(header.name(), header.value()));
        return new Reply(response.status(), headers, response.bodyText(), cut, false, attempts);
    }

    private static Reply answered(Answer answer, int attempts) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.headers().forEach(header -> headers.put(header.name(), header.value()));
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        return new Reply(answer.status(), headers, body, false, false, attempts);
    }
}
