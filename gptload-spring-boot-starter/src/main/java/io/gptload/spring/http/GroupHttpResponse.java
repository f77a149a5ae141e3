package io.gptload.spring.http;

import java.io.InputStream;
import okhttp3.Response;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** A response of a group; its body comes as it is read. */
final class GroupHttpResponse implements ClientHttpResponse {

    private final Response response;
    private final HttpHeaders headers = new HttpHeaders();

    GroupHttpResponse(Response response) {
        this.response = response;
        response.headers().forEach(header -> headers.add(header.getFirst(), header.getSecond()));
    }

    @Override
    public HttpStatusCode getStatusCode() {
        return HttpStatusCode.valueOf(response.code());
    }

    @Override
    public String getStatusText() {
        return response.message();
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public InputStream getBody() {
        return response.body().byteStream();
    }

    @Override
    public void close() {
        response.close();
    }
}
