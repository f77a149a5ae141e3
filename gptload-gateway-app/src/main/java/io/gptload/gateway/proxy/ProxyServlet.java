package io.gptload.gateway.proxy;

import io.gptload.client.http.okhttp.GroupCall;
import io.gptload.client.session.CallRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
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
    private static final String REQUEST_ID = "X-Request-Id";
    private static final Pattern FIT_FOR_LOGS = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    /** Never resolved. */
    private static final String ANYWHERE = "http://gptload.invalid/";

    private final transient ProxyGroups groups;
    private final transient ModelLists models;
    private final transient Semaphore places;
    private final long largestBody;

    /**
     * @param maxConcurrent how many requests may be under way at once; above 0
     * @param largestBody the largest request body taken, in bytes
     */
    public ProxyServlet(ProxyGroups groups, int maxConcurrent, long largestBody) {
        this.groups = groups;
        this.models = new ModelLists(groups);
        this.places = new Semaphore(maxConcurrent);
        this.largestBody = largestBody;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String id = requestId(request);
        response.setHeader(REQUEST_ID, id);
        if (!places.tryAcquire()) {
            response.setHeader("Retry-After", "1");
            ErrorReply.send(response, 503, "TOO_MANY_REQUESTS", "Too many requests are under way.");
            return;
        }
        Place place = new Place(places);
        try {
            route(request, response, place);
        } finally {
            place.leave();
        }
    }

    private static String requestId(HttpServletRequest request) {
        String given = request.getHeader(REQUEST_ID);
        return given != null && FIT_FOR_LOGS.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }

    private void route(HttpServletRequest request, HttpServletResponse response, Place place) throws IOException {
        ProxyPath path = ProxyPath.parse(request.getRequestURI());
        if (path == null) {
            withSlash(request, response);
            return;
        }
        ClientCredential credential = ClientCredential.of(request);
        ProxyGroup group = groups.find(path.group());
        if (credential.key().isEmpty()) {
            ErrorReply.send(response, 401, "UNAUTHORIZED", "No key was given.");
        } else if (group == null) {
            ErrorReply.send(response, 404, "NOT_FOUND", "There is no such group.");
        } else if (groups.globalKeys().contains(credential.key()) | group.keys().contains(credential.key())) {
            proxy(request, response, place, group, path, credential.query());
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
            ErrorReply.send(response, 404, "NOT_FOUND", "There is nothing here.");
            return;
        }
        String query = request.getQueryString();
        response.setHeader("Location", uri + "/" + (query == null ? "" : "?" + query));
        response.setStatus(request.getMethod().equals("GET") ? 301 : 307);
    }

    private void proxy(
            HttpServletRequest request,
            HttpServletResponse response,
            Place place,
            ProxyGroup group,
            ProxyPath path,
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
        CallRequest.Builder asked = CallRequest.of(request.getMethod(), path.path())
                .query(query)
                .headers(headers)
                .clientIp(request.getRemoteAddr());
        CallRequest call = (body.bytes() == null ? asked.bodySentOnce() : asked.body(body.bytes())).build();
        boolean listing = models.concerns(request.getMethod(), path);
        GroupCall sent = group.calls().newCall(call, toSend(request, headers, body, listing));
        try (Response answer = sent.execute()) {
            if (answer.code() == HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
                OutgoingResponse.join(answer, request, response, place);
                return;
            }
            OutgoingResponse.relay(listing ? models.edit(answer, sent.servedBy(), query) : answer, response);
        } catch (IOException e) {
            sent.cancel();
            throw e;
        }
    }

    private static Request toSend(
            HttpServletRequest request, ServletHeaders headers, IncomingBody body, boolean listing) {
        Headers.Builder lines = new Headers.Builder();
        headers.forEach(lines::addUnsafeNonAscii);
        if (listing || !headers.has("Accept-Encoding")) {
            lines.set("Accept-Encoding", "identity"); // what comes back is edited, or passed on as it is
        }
        if (WebSocketHandshake.isValid(request)) {
            WebSocketHandshake.passOn(lines);
        }
        return new Request.Builder()
                .url(ANYWHERE)
                .headers(lines.build())
                .method(request.getMethod(), body.toSend())
                .build();
    }
}
