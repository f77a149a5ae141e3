package io.gptload.gateway.proxy;

import io.gptload.gateway.clientkey.NamedClient;
import io.gptload.gateway.clientkey.Refusal;
import io.gptload.gateway.web.AccessLog;
import io.gptload.gateway.web.ClientCredential;
import io.gptload.gateway.web.NotFound;
import io.gptload.gateway.web.RequestIds;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The transparent proxy, {@code /proxy/{group}/**}: bytes in, the group, bytes out. A plain servlet, as a dispatcher,
 * converters and filters would cost more than the engine does.
 */
final class ProxyServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient ProxyServices services;
    private final transient RequestLimit limit;
    private final long largestBody;

    /**
     * @param limit how many requests may be under way at once
     * @param largestBody the largest request body taken, in bytes
     */
    ProxyServlet(ProxyServices services, RequestLimit limit, long largestBody) {
        this.services = services;
        this.limit = limit;
        this.largestBody = largestBody;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long start = System.nanoTime();
        RequestIds.assign(request, response);
        Place place = limit.tryEnter();
        if (place == null) {
            response.setHeader("Retry-After", "1");
            ErrorReply.send(response, 503, "TOO_MANY_REQUESTS", "Too many requests are under way.");
            AccessLog.write(request, response, start);
            return;
        }
        try {
            route(request, response, place);
        } finally {
            place.leave();
            AccessLog.write(request, response, start);
        }
    }

    private void route(HttpServletRequest request, HttpServletResponse response, Place place) throws IOException {
        ProxyPath path = ProxyPath.parse(request.getRequestURI());
        if (path == null) {
            withSlash(request, response);
            return;
        }
        if (path.path().equals(GroupInfo.PATH)) {
            services.info().answer(path.group(), request, response);
            return;
        }
        ProxyGroups groups = services.groups();
        ClientCredential credential = WebSocketHandshake.credential(request);
        ProxyGroup group = groups.find(path.group());
        if (credential.key().isEmpty()) {
            ErrorReply.send(response, 401, "UNAUTHORIZED", "No key was given.");
        } else if (group == null) {
            ErrorReply.send(response, 404, "NOT_FOUND", "There is no such group.");
        } else if (groups.globalKeys().contains(credential.key()) | group.keys().contains(credential.key())) {
            proxy(request, response, place, new ProxyTarget(group, path.path(), credential.query(), null));
        } else {
            named(request, response, place, group, path.path(), credential);
        }
    }

    /** Whoever has no proxy key may have a key of their own. */
    private void named(
            HttpServletRequest request,
            HttpServletResponse response,
            Place place,
            ProxyGroup group,
            String path,
            ClientCredential credential)
            throws IOException {
        NamedClient client = services.clients().find(credential.key());
        if (client == null) {
            ErrorReply.send(response, 401, "UNAUTHORIZED", "The key is not valid for this group.");
            return;
        }
        Refusal refusal = client.admit(group.id(), group.name());
        if (refusal == null) {
            proxy(request, response, place, new ProxyTarget(group, path, credential.query(), client));
        } else {
            ErrorReply.refuse(response, group.channel(), refusal);
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

    private void proxy(HttpServletRequest request, HttpServletResponse response, Place place, ProxyTarget target)
            throws IOException {
        IncomingBody body;
        try {
            body = IncomingBody.read(request, target.group().replayLimit(), largestBody);
        } catch (IncomingBody.TooLargeException e) {
            ErrorReply.send(response, 413, "PAYLOAD_TOO_LARGE", e.getMessage() + ".");
            return;
        }
        Refusal refusal = target.checkModels(request, body);
        if (refusal == null) {
            new ProxyExchange(request, response, target).run(body, place, services);
        } else {
            ErrorReply.refuse(response, target.group().channel(), refusal);
        }
    }
}
