package io.gptload.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.ByteString;

/** Carries requests from the web server to the simulator, and answers back. */
final class ServerDispatcher extends Dispatcher {
    private final Function<SimulatedRequest, SimulatedResponse> provider;
    private final Function<SimulatedRequest, SimulatedResponse> control;
    private final ClientSockets sockets;
    private final Activity activity;
    private final Runnable forgetRecording;

    ServerDispatcher(
            Function<SimulatedRequest, SimulatedResponse> provider,
            Function<SimulatedRequest, SimulatedResponse> control,
            ClientSockets sockets,
            Activity activity,
            Runnable forgetRecording) {
        this.provider = provider;
        this.control = control;
        this.sockets = sockets;
        this.activity = activity;
        this.forgetRecording = forgetRecording;
    }

    /** Leaves the web server's queue of prepared answers out of the game. */
    @Override
    public MockResponse peek() {
        return new MockResponse.Builder().build();
    }

    @Override
    public MockResponse dispatch(RecordedRequest recorded) {
        forgetRecording.run();
        ClientSocket socket = sockets.find(recorded.getConnectionIndex());
        if (socket == null) {
            return new MockResponse.Builder().build();
        }
        socket.startExchange();
        SimulatedRequest request = request(recorded);
        if (ControlApi.serves(request)) {
            activity.begin();
            return write(control.apply(request), socket, false);
        }
        activity.begin();
        SimulatedResponse response = provider.apply(request);
        return switch (response.ending()) {
            case RESET -> drop(socket, true, false);
            case HANG -> {
                socket.waitUntilGone();
                yield drop(socket, false, true);
            }
            case COMPLETE, CUT ->
                socket.waitUnlessGone(response.headersDelay())
                        ? write(response, socket, request.method().equals("HEAD"))
                        : drop(socket, false, true);
        };
    }

    private MockResponse drop(ClientSocket socket, boolean reset, boolean clientLeft) {
        socket.abort(reset);
        activity.end();
        if (clientLeft) {
            activity.disconnected();
        }
        return new MockResponse.Builder().build();
    }

    private MockResponse write(SimulatedResponse response, ClientSocket socket, boolean headersOnly) {
        PacedBody body = new PacedBody(response, socket, activity, headersOnly);
        MockResponse.Builder builder = new MockResponse.Builder()
                .clearHeaders()
                .code(response.status())
                .body(body);
        response.headers().forEach((name, values) -> values.forEach(value -> builder.addHeader(name, value)));
        if (PacedBody.isChunked(response)) {
            builder.removeHeader("Content-Length").setHeader("Transfer-Encoding", "chunked");
        }
        return builder.build();
    }

    private static SimulatedRequest request(RecordedRequest recorded) {
        String target = recorded.getTarget();
        int question = target.indexOf('?');
        ByteString body = recorded.getBody();
        Map<String, List<String>> headers = recorded.getHeaders().toMultimap();
        return new SimulatedRequest(
                recorded.getMethod(),
                question < 0 ? target : target.substring(0, question),
                question < 0 ? null : target.substring(question + 1),
                headers,
                body == null ? "".getBytes(StandardCharsets.UTF_8) : body.toByteArray());
    }
}
