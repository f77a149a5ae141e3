package io.gptload.gateway.proxy;

import io.gptload.client.http.okhttp.GroupCall;
import io.gptload.client.session.CallRequest;
import io.gptload.gateway.web.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;

/** One request of an authenticated client on its way through a group. */
final class ProxyExchange {

    /** Never resolved. */
    private static final HttpUrl ANYWHERE = HttpUrl.get("http://gptload.invalid/");

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ProxyTarget target;

    ProxyExchange(HttpServletRequest request, HttpServletResponse response, ProxyTarget target) {
        this.request = request;
        this.response = response;
        this.target = target;
    }

    /**
     * Sends the request through the group and passes on what comes back.
     *
     * @param place kept beyond the return when the client's connection goes on as a WebSocket
     */
    void run(IncomingBody body, Place place, ProxyServices services) throws IOException {
        ServletHeaders headers = ServletHeaders.of(request);
        byte[] inMemory = body.bytes();
        String client = ClientAddress.of(request);
        boolean webSocket = WebSocketHandshake.isValid(request);
        CallRequest.Builder asked = CallRequest.of(request.getMethod(), target.path())
                .query(target.query())
                .headers(headers)
                .clientIp(client)
                .observer(services.log().begin(request, client, target, inMemory));
        CallRequest call = (inMemory == null ? asked.bodySentOnce() : asked.body(inMemory)).build();
        boolean listing = services.models().concerns(request.getMethod(), target);
        GroupCall sent = target.group().calls().newCall(call, toSend(headers, body, listing, webSocket));
        ClientConnection connection =
                inMemory == null ? null : services.connections().current();
        try (ClientWatch.Watched watched = services.watch().watch(connection, sent::cancel)) {
            relay(sent, watched, place, listing ? services.models() : null);
        }
    }

    /** @param models edits the answer; {@code null} when it is passed on as it is */
    private void relay(GroupCall sent, ClientWatch.Watched client, Place place, @Nullable ModelLists models)
            throws IOException {
        Response answer;
        try {
            answer = sent.execute();
        } catch (IOException e) {
            throw client.isGone() ? new CloseNowException(e) : e;
        }
        try (answer) {
            Response edited = models == null ? answer : models.edit(answer, sent.servedBy(), target);
            OutgoingResponse outgoing =
                    new OutgoingResponse(edited, response, target.group().channel(), client);
            if (answer.code() == HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
                outgoing.switchToWebSocket(request, place);
            } else {
                relay(outgoing, sent);
            }
        }
    }

    /** A client that is gone wants nothing of the rest. */
    private static void relay(OutgoingResponse outgoing, GroupCall sent) throws IOException {
        try {
            outgoing.relay();
        } catch (IOException e) {
            sent.cancel();
            throw e;
        }
    }

    private Request toSend(ServletHeaders headers, IncomingBody body, boolean listing, boolean webSocket) {
        Headers lines = headers.lines();
        if (webSocket || listing || lines.get("Accept-Encoding") == null) {
            Headers.Builder edited = lines.newBuilder();
            if (listing || lines.get("Accept-Encoding") == null) {
                edited.set("Accept-Encoding", "identity"); // what comes back is edited, or passed on as it is
            }
            if (webSocket) {
                WebSocketHandshake.passOn(edited);
            }
            lines = edited.build();
        }
        return new Request.Builder()
                .url(ANYWHERE)
                .headers(lines)
                .method(request.getMethod(), body.toSend())
                .build();
    }
}
