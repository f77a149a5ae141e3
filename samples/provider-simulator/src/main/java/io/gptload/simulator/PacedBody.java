package io.gptload.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import mockwebserver3.MockResponseBody;
import okio.BufferedSink;

/** A body sent chunk by chunk, each after its delay, by the thread that serves the connection. */
final class PacedBody implements MockResponseBody {
    private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "0\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SimulatedResponse response;
    private final ClientSocket socket;
    private final Activity activity;
    private final boolean headersOnly;

    PacedBody(SimulatedResponse response, ClientSocket socket, Activity activity, boolean headersOnly) {
        this.response = response;
        this.socket = socket;
        this.activity = activity;
        this.headersOnly = headersOnly;
    }

    /** Whether the length is unknown beforehand, as far as the client can tell. */
    static boolean isChunked(SimulatedResponse response) {
        return response.chunks().size() > 1 || response.ending() == SimulatedResponse.Ending.CUT;
    }

    @Override
    public long getContentLength() {
        return isChunked(response) ? -1 : response.bodyBytes().length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        try {
            if (!headersOnly && !send(sink)) {
                socket.abort(false);
                activity.disconnected();
            }
        } finally {
            activity.end();
        }
    }

    /** Returns false if the client left before the end. */
    private boolean send(BufferedSink sink) throws IOException {
        boolean framed = isChunked(response);
        for (SimulatedResponse.Chunk chunk : response.chunks()) {
            if (!socket.waitUnlessGone(chunk.delay())) {
                return false;
            }
            byte[] bytes = chunk.bytes();
            if (framed) {
                sink.writeHexadecimalUnsignedLong(bytes.length).write(LINE_END);
            }
            sink.write(bytes);
            if (framed) {
                sink.write(LINE_END);
            }
            sink.flush();
            if (socket.isGone()) {
                return false;
            }
        }
        if (response.ending() == SimulatedResponse.Ending.CUT) {
            socket.abort(false);
        } else if (framed) {
            sink.write(LAST_CHUNK);
            sink.flush();
        }
        return true;
    }
}
