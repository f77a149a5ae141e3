package io.gptload.gateway.proxy;

import io.gptload.client.http.okhttp.GroupCall;
import io.gptload.client.session.CallRequest;
import io.gptload.gateway.web.ClientCredential;
import io.gptload.gateway.web.NotFound;
import io.gptload.gateway.web.RequestIds;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The transparent proxy, {@code /proxy/{group}/**}: bytes in, the group, bytes out. A plain servlet, as a dispatcher,
 * converters and filters would cost more than the engine does.
 */
public final class ProxyServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Never resolved. */
    private static final String ANYWHERE = "http://gptload.invalid/";

    private final transient ProxyGroups groups;
    private final transient GroupInfo info;
    private final transient Semaphore places;
    private final long largestBody;

    /**
     * @param maxConcurrent how many requests may be under way at once; above 0
     * @param largestBody the largest request body taken, in bytes
     */
    public ProxyServlet(ProxyGroups groups, GroupInfo info, int maxConcurrent, long largestBody) {
        this.groups = groups;
        this.info = info;
        this.places = new Semaphore(maxConcurrent);
        this.largestBody = largestBody;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RequestIds.assign(request, response);
        if (!places.tryAcquire()) {
            response.setHeader("Retry-After", "1");
            ErrorReply.send(response, 503, "TOO_MANY_REQUESTS", "Too many requests are under way.");
            return;
        }
        try {
            route(request, response);
        } finally {
            places.release();
        }
    }

    private void route(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProxyPath path = ProxyPath.parse(request.getRequestURI());
        if (path == null) {
            withSlash(request, response);
            return;
        }
        if (path.path().equals(GroupInfo.PATH)) {
            info.answer(path.group(), request, response);
            return;
        }
        ClientCredential credential = ClientCredential.of(request);
        ProxyGroup group = groups.find(path.group());
        if (credential.key().isEmpty()) {
            ErrorReply.send(response, 401, "UNAUTHORIZED", "No key was given.");
        } else if (group == null) {
            ErrorReply.send(response, 404, "NOT_FOUND", "There is no such group.");
        } else if (groups.globalKeys().contains(credential.key()) | group.keys().contains(credential.key())) {
            proxy(request, response, group, path.path(), credential.query());
        } else {
            ErrorReply.send(response, 401, "UNAUTHORIZED", "The key is not valid for this group.");
        }
    }

    private static void withSlash(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String uri = request.getRequestURI();
        boolean groupAlone = uri.startsWith(ProxyPath.PREFIX)
                && uri.length() > ProxyPath.PREFIX.length()
                && uri.indexOf('/', ProxyPath.PREFIX.length()) < 0;
        if (!groupAlone) {
            NotFound.send(response);
            return;
        }
        String query = request.getQueryString();
        response.setHeader("Location", uri + "/" + (query == null ? "" : "?" + query));
        response.setStatus(request.getMethod().equals("GET") ? 301 : 307);
    }

    private void proxy(
            HttpServletRequest request,
            HttpServletResponse response,
            ProxyGroup group,
            String path,
            @Nullable String query)
            throws IOException {
        IncomingBody body;
        try {
            body = IncomingBody.read(request, group.replayLimit(), largestBody);
        } catch (IncomingBody.TooLargeException e) {
            ErrorReply.send(response, 413, "PAYLOAD_TOO_LARGE", e.getMessage() + ".");
            return;
        }
        ServletHeaders headers = ServletHeaders.of(request);
        CallRequest.Builder asked = CallRequest.of(request.getMethod(), path)
                .query(query)
                .headers(headers)
                .clientIp(request.getRemoteAddr());
        CallRequest call = (body.bytes() == null ? asked.bodySentOnce() : asked.body(body.bytes())).build();
        GroupCall sent = group.calls().newCall(call, toSend(request, headers, body));
        try (Response answer = sent.execute()) {
            OutgoingResponse.relay(answer, response);
        } catch (IOException e) {
            sent.cancel();
            throw e;
        }
    }

    private static Request toSend(HttpServletRequest request, ServletHeaders headers, IncomingBody body) {
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
