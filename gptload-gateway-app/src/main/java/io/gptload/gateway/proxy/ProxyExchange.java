package io.gptload.gateway.proxy;

import io.gptload.client.http.okhttp.GroupCall;
import io.gptload.client.session.CallRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;

/** One request of an authenticated client on its way through a group. */
final class ProxyExchange {

    /** Never resolved. */
    private static final String ANYWHERE = "http://gptload.invalid/";

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ProxyGroup group;
    private final String path;
    private final @Nullable String query;

    /**
     * @param path below the group, raw
     * @param query raw, without the client's credential
     */
    ProxyExchange(
            HttpServletRequest request,
            HttpServletResponse response,
            ProxyGroup group,
            String path,
            @Nullable String query) {
        this.request = request;
        this.response = response;
        this.group = group;
        this.path = path;
        this.query = query;
    }

    /** Sends the request through the group and passes on what comes back. */
    void run(IncomingBody body, RequestLog log, ClientWatch watch) throws IOException {
        ServletHeaders headers = ServletHeaders.of(request);
        byte[] inMemory = body.bytes();
        CallRequest.Builder asked = CallRequest.of(request.getMethod(), path)
                .query(query)
                .headers(headers)
                .clientIp(request.getRemoteAddr())
                .observer(log.begin(request, group, path, query, inMemory));
        CallRequest call = (inMemory == null ? asked.bodySentOnce() : asked.body(inMemory)).build();
        GroupCall sent = group.calls().newCall(call, toSend(headers, body));
        try (ClientWatch.Watched client = watch.watch(inMemory == null ? null : connection(), sent::cancel)) {
            relay(sent, client);
        } catch (IOException e) {
            sent.cancel();
            throw e;
        }
    }

    private void relay(GroupCall sent, ClientWatch.Watched client) throws IOException {
        Response answer;
        try {
            answer = sent.execute();
        } catch (IOException e) {
            throw client.isGone() ? new CloseNowException(e) : e;
        }
        try (answer) {
            new OutgoingResponse(answer, response, group.channel(), client).relay();
        }
    }

    private @Nullable ClientConnection connection() {
        return (ClientConnection) request.getAttribute(ClientConnection.ATTRIBUTE);
    }

    private Request toSend(ServletHeaders headers, IncomingBody body) {
        Headers.Builder lines = new Headers.Builder();
        headers.forEach(lines::addUnsafeNonAscii);
        if (!headers.has("Accept-Encoding")) {
            lines.set("Accept-Encoding", "identity"); // what comes back is passed on as it is
        }
        return new Request.Builder()
                .url(ANYWHERE)
                .headers(lines.build())
                .method(request.getMethod(), body.toSend())
                .build();
    }
}
