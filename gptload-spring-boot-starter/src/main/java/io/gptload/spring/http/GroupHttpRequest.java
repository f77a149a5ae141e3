package io.gptload.spring.http;

import io.gptload.client.Group;
import io.gptload.client.http.okhttp.GroupCalls;
import io.gptload.client.session.CallRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/** A request that is complete before it is sent, as it may have to be sent again. */
final class GroupHttpRequest extends AbstractClientHttpRequest {

    private static final String ANYWHERE = "http://gptload.invalid/";

    private final Group group;
    private final GroupCalls calls;
    private final URI uri;
    private final HttpMethod method;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    GroupHttpRequest(Group group, GroupCalls calls, URI uri, HttpMethod method) {
        this.group = group;
        this.calls = calls;
        this.uri = uri;
        this.method = method;
    }

    @Override
    public HttpMethod getMethod() {
        return method;
    }

    @Override
    public URI getURI() {
        return uri;
    }

    @Override
    protected OutputStream getBodyInternal(HttpHeaders headers) {
        return body;
    }

    @Override
    protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
        byte[] bytes = body.toByteArray();
        String path = uri.getRawPath();
        CallRequest.Builder asked = CallRequest.of(method.name(), path == null || path.isEmpty() ? "/" : path)
                .query(uri.getRawQuery())
                .headers(new SpringHeaders(headers));
        boolean kept = bytes.length <= group.settings().maxReplayBody();
        CallRequest call = (kept ? asked.body(bytes) : asked.bodySentOnce()).build();
        return new GroupHttpResponse(
                calls.newCall(call, request(headers, bytes)).execute());
    }

    private Request request(HttpHeaders headers, byte[] bytes) {
        Request.Builder request = new Request.Builder().url(ANYWHERE).method(method.name(), body(bytes));
        headers.forEach((name, values) -> values.forEach(value -> request.addHeader(name, value)));
        return request.build();
    }

    private @Nullable RequestBody body(byte[] bytes) {
        boolean none = bytes.length == 0 && (method == HttpMethod.GET || method == HttpMethod.HEAD);
        return none ? null : RequestBody.create(bytes, null);
    }
}
